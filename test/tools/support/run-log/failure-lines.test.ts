import { expect, it } from 'vitest'
import { failureLines } from '../../../../tools/support/run-log/failure-lines.ts'
import { bodyOf, logOf } from './bodies.ts'

it.each([
  [
    'lines that tell of a failure',
    ['a', 'ERROR b', 'c', 'Traceback d'],
    ['ERROR b', 'Traceback d'],
  ],
  ['the last of them', ['error 1', 'error 2', 'error 3', 'end'], ['error 2', 'error 3']],
  ['the last lines if none tells of a failure', ['a', 'b', '', 'c'], ['b', 'c']],
  ['nothing of an empty log', [], []],
])('returns %s', async (_, lines, expected) => {
  expect(await failureLines(bodyOf(logOf(lines)), 2)).toEqual(expected)
})

it('bounds each line at 4,000 characters', async () => {
  const [line] = await failureLines(bodyOf(`error ${'x'.repeat(9000)}`), 2)
  expect(line).toHaveLength(4000)
})
