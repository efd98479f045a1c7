import { expect, it } from 'vitest'
import { readHostContext } from '../../../src/views/shared/host-context.ts'

const silent = {
  theme: 'light',
  variables: {},
  fonts: undefined,
  locale: undefined,
  timeZone: undefined,
  displayMode: 'inline',
  availableDisplayModes: [],
  safeArea: { top: 0, right: 0, bottom: 0, left: 0 },
  container: {},
  toolName: undefined,
}

it('reads what a host says', () => {
  const raw = {
    theme: 'dark',
    styles: { variables: { '--color-text-primary': '#fff' }, css: { fonts: '@font-face {}' } },
    locale: 'cs',
    timeZone: 'Europe/Prague',
    displayMode: 'fullscreen',
    availableDisplayModes: ['inline', 'fullscreen', 'wall'],
    safeAreaInsets: { top: 10, right: 0, bottom: 20, left: 0 },
    containerDimensions: { width: 600, maxHeight: 800 },
    toolInfo: { tool: { name: 'apify__get_run' } },
  }
  expect(readHostContext(raw)).toEqual({
    theme: 'dark',
    variables: { '--color-text-primary': '#fff' },
    fonts: '@font-face {}',
    locale: 'cs',
    timeZone: 'Europe/Prague',
    displayMode: 'fullscreen',
    availableDisplayModes: ['inline', 'fullscreen'],
    safeArea: { top: 10, right: 0, bottom: 20, left: 0 },
    container: { width: 600, maxHeight: 800 },
    toolName: 'apify__get_run',
  })
})

it.each([
  {},
  { theme: 'sepia', displayMode: 7, availableDisplayModes: 'all', locale: '' },
  { styles: { variables: { color: 'red', '--a': null, '--b': '' }, css: null } },
  { safeAreaInsets: { top: '10px', left: -4 }, containerDimensions: { width: null } },
  { toolInfo: { tool: 'get_run' } },
])('takes %j for a host that says nothing', (raw) => {
  expect(readHostContext(raw)).toEqual(silent)
})
