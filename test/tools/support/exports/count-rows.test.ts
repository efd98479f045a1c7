import { describe, expect, it } from 'vitest'
import { countRows } from '../../../../tools/support/exports/count-rows.ts'
import { stream } from '../../../support/fake-storages.ts'

/** Lets a body pass through a counter. */
async function pass(chunks: readonly string[], expected?: number) {
  const rows = countRows(stream(chunks.map((chunk) => Buffer.from(chunk))), 'jsonl', expected)
  const passed: string[] = []
  for await (const chunk of rows.chunks) passed.push(chunk.toString())
  return { passed, count: rows.count() }
}

describe('countRows', () => {
  it.each([
    ['no chunk', [], 0],
    ['an empty chunk', [''], 0],
    ['one line', ['a\n'], 1],
    ['a last line without an end', ['a\nb'], 2],
    ['a line in several chunks', ['a', 'b', 'c\n'], 1],
    ['a line end as a chunk of its own', ['a', '\n', 'b', '\n'], 2],
    ['many lines in a chunk', ['a\nb\nc\n', 'd\n'], 4],
  ])('%s', async (_, chunks, count) => {
    expect(await pass(chunks)).toEqual({ passed: chunks, count })
  })

  it.each([[['a\nb\n']], [['a\n', 'b']], [['a\nb\nc']]])(
    'accepts %j if two lines are expected',
    async (chunks) => {
      expect((await pass(chunks, 2)).passed).toEqual(chunks)
    },
  )

  it.each([[['a\n']], [['a']], [[]]])('rejects %j if two lines are expected', async (chunks) => {
    await expect(pass(chunks, 2)).rejects.toThrow(
      /Only [01] of 2 rows arrived; nothing was written/,
    )
  })
})
