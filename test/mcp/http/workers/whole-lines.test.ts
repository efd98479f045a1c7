import { expect, it } from 'vitest'
import { WholeLines } from '../../../../src/mcp/http/workers/whole-lines.ts'

it('joins chunks to lines, at line feeds only', () => {
  const passed: string[] = []
  const lines = new WholeLines((text) => passed.push(text))
  const bytes = Buffer.from('{"a":"\u2028\r漢"}\n\nlast')
  for (const byte of bytes) lines.add(Buffer.from([byte]))
  expect(passed).toEqual(['{"a":"\u2028\r漢"}', ''])
  lines.flush()
  lines.flush()
  expect(passed).toHaveLength(3)
  expect(passed[2]).toBe('last')
})

it('passes several lines on at once, and the beginning of the next one later', () => {
  const passed: string[] = []
  const lines = new WholeLines((text) => passed.push(text))
  for (const chunk of ['one\ntwo\nthr', 'ee\n']) lines.add(Buffer.from(chunk))
  expect(passed).toEqual(['one\ntwo', 'three'])
})

it('passes a line without an end on in parts', () => {
  const passed: string[] = []
  const lines = new WholeLines((text) => passed.push(text))
  for (let i = 0; i < 20; i++) lines.add(Buffer.alloc(100_000, 'x'))
  expect(passed).toHaveLength(1)
  expect(passed[0]?.length).toBeGreaterThan(1024 * 1024)
})
