import { expect, it } from 'vitest'
import { VIEW_CALLS, VIEW_NAMES } from '../../src/shared/view-names.ts'
import { tools } from '../../tools/index.ts'
import { sources } from '../support/sources.ts'

/** Matches a call of a tool, or the question whether it can be called. */
const CALL = /\b(?:call|canCall|read)(?:<[^>()]*>)?\(\s*'(\w+)'/g
const names = new Set(tools.map(({ name }) => name))

/** Returns the tools that the files of a view call itself. */
function callsOf(view: string): string[] {
  return [...sources].flatMap(([file, source]) =>
    file.startsWith(`src/views/${view}/`)
      ? [...source.matchAll(CALL)].flatMap(([, name = '']) => (names.has(name) ? [name] : []))
      : [],
  )
}

it.each(VIEW_NAMES)('knows of each tool that the view %s calls whether it is listed', (view) => {
  expect(VIEW_CALLS[view]).toEqual(expect.arrayContaining([...new Set(callsOf(view))]))
})

it('finds the calls of views', () => {
  expect(callsOf('actor')).toContain('list_runs')
  expect(callsOf('run')).toContain('abort_run')
})
