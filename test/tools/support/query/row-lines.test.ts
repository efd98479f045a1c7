import { expect, it } from 'vitest'
import { RowLines } from '../../../../tools/support/query/row-lines.ts'

it('cuts a body into whole lines, and leaves out those that were passed on', () => {
  const lines = new RowLines()
  const texts = (...parts: string[]) =>
    parts.map((part) => Buffer.concat(lines.pass(Buffer.from(part))).toString())
  expect(texts('1\n2', '2\n3')).toEqual(['1\n', '22\n'])
  lines.restart()
  expect(texts('1\n', '22\n333\n4')).toEqual(['', '333\n'])
  expect(Buffer.concat(lines.end()).toString()).toBe('4\n')
  expect(lines.rows).toBe(4)
})

it('refuses a row without an end', () => {
  const lines = new RowLines()
  const part = Buffer.alloc(16 * 1024 * 1024, 'a')
  for (let i = 0; i < 4; i++) expect(lines.pass(part)).toEqual([])
  expect(() => lines.pass(part)).toThrow('longer than 64 MiB')
  lines.restart()
  expect(lines.pass(part)).toEqual([])
})
