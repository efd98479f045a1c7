import { expect, it } from 'vitest'
import { LineSplitter } from '../../../../src/mcp/http/workers/split-lines.ts'

it('joins chunks to lines, at line feeds only', () => {
  const lines: string[] = []
  const splitter = new LineSplitter((line) => lines.push(line))
  const bytes = Buffer.from('{"a":"\u2028\r漢"}\n\nlast')
  for (const byte of bytes) splitter.add(Buffer.from([byte]))
  expect(lines).toEqual(['{"a":"\u2028\r漢"}', ''])
  splitter.flush()
  splitter.flush()
  expect(lines).toHaveLength(3)
  expect(lines[2]).toBe('last')
})

it('passes a line without an end on in parts', () => {
  const lines: string[] = []
  const splitter = new LineSplitter((line) => lines.push(line))
  for (let i = 0; i < 20; i++) splitter.add(Buffer.alloc(100_000, 'x'))
  expect(lines).toHaveLength(1)
  expect(lines[0]?.length).toBeGreaterThan(1024 * 1024)
})
