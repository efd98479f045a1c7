import { describe, expect, it } from 'vitest'
import { readToolResult } from '../../../src/views/shared/tool-result.ts'
import { isRecord } from '../../../src/views/shared/values.ts'

const isRows = (value: unknown): value is { rows: unknown[] } =>
  isRecord(value) && Array.isArray(value.rows)
const text = (...texts: string[]) => ({
  content: texts.map((one) => ({ type: 'text', text: one })),
})

describe('a result', () => {
  it.each([
    ['that is whole', { ...text('seen'), structuredContent: { rows: [1] } }, 'seen'],
    ['without structured content', text('{"rows":[1]}'), '{"rows":[1]}'],
    [
      'whose structured content is of something else',
      { ...text('{"rows":[1]}'), structuredContent: { other: 1 } },
      '{"rows":[1]}',
    ],
    ['whose JSON follows another text', text('Note', '{"rows":[1]}'), 'Note\n\n{"rows":[1]}'],
    ['without a text', { structuredContent: { rows: [1] } }, ''],
  ])('%s gives its value', (_, raw, seen) => {
    expect(readToolResult(raw, isRows)).toEqual({
      kind: 'value',
      value: { rows: [1] },
      text: seen,
      attachments: [],
    })
  })

  it('has its other blocks beside the text', () => {
    const image = { type: 'image', data: 'AAAA', mimeType: 'image/png' }
    const raw = { content: [null, image, { type: 'text', text: '{"rows":[]}' }] }
    expect(readToolResult(raw, isRows)).toMatchObject({ kind: 'value', attachments: [image] })
  })

  it.each([
    ['is cut', text('{"rows":[1,'), '{"rows":[1,'],
    ['is a table', text('| a |\n|---|'), '| a |\n|---|'],
    ['is JSON of another form', text('[1]'), '[1]'],
    ['is missing', {}, ''],
    ['has a malformed content', { content: [null, 3, { type: 'text', text: 4 }] }, ''],
  ])('whose text %s must be read again', (_, raw, seen) => {
    expect(readToolResult(raw, isRows)).toEqual({ kind: 'unreadable', text: seen })
  })

  it('of a failed call is its text, whatever else it holds', () => {
    const raw = { isError: true, ...text('<b>No</b>'), structuredContent: { rows: [] } }
    expect(readToolResult(raw, isRows)).toEqual({ kind: 'error', text: '<b>No</b>' })
    expect(readToolResult({ isError: true }, isRows)).toEqual({
      kind: 'error',
      text: 'The tool failed and did not say why.',
    })
  })
})
