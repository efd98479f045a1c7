import { expect, it } from 'vitest'
import { incompleteNote } from '../../../tools/support/incomplete-note.ts'

it.each([
  [[], undefined],
  [[{ runId: 'a' }], undefined],
  [[{ runId: 'a' }, {}], '1 entry here has no `runId`: the API sent it in an unexpected form.'],
  [[{ runId: '' }, {}], '2 entries here have no `runId`: the API sent them in an unexpected form.'],
])('the note on %j is %j', (rows, note) => {
  expect(incompleteNote(rows, 'runId')).toBe(note)
})
