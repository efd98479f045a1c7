import { expect, it } from 'vitest'
import { readHostContext } from '../../../src/views/shared/host-context.ts'

const silent = {
  theme: 'light',
  variables: {},
  fonts: undefined,
  locale: undefined,
  timeZone: undefined,
  displayMode: 'inline',
  safeArea: { top: 0, right: 0, bottom: 0, left: 0 },
  toolName: undefined,
  absentTools: [],
}

it('reads what a host says', () => {
  const raw = {
    theme: 'dark',
    styles: { variables: { '--color-text-primary': '#fff' }, css: { fonts: '@font-face {}' } },
    locale: 'cs',
    timeZone: 'Europe/Prague',
    displayMode: 'fullscreen',
    safeAreaInsets: { top: 10, right: 0, bottom: 20, left: 0 },
    toolInfo: {
      tool: {
        name: 'apify__get_run',
        _meta: { 'io.github.apify-agent-tools/absentTools': ['abort_run'] },
      },
    },
  }
  expect(readHostContext(raw)).toEqual({
    theme: 'dark',
    variables: { '--color-text-primary': '#fff' },
    fonts: '@font-face {}',
    locale: 'cs',
    timeZone: 'Europe/Prague',
    displayMode: 'fullscreen',
    safeArea: { top: 10, right: 0, bottom: 20, left: 0 },
    toolName: 'apify__get_run',
    absentTools: ['abort_run'],
  })
})

it.each([
  {},
  { theme: 'sepia', displayMode: 7, locale: '' },
  { styles: { variables: { color: 'red', '--a': null, '--b': '' }, css: null } },
  { safeAreaInsets: { top: '10px', left: -4 } },
  { toolInfo: { tool: 'get_run' } },
  { toolInfo: { tool: { _meta: { 'io.github.apify-agent-tools/absentTools': 'abort_run' } } } },
])('takes %j for a host that says nothing', (raw) => {
  expect(readHostContext(raw)).toEqual(silent)
})
