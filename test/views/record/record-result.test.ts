import { describe, expect, it } from 'vitest'
import {
  bytesInResource,
  fileName,
  imageAddress,
  isRecordResult,
  recordAddress,
  recordContent,
  svgAddress,
} from '../../../src/views/record/record-result.ts'

const image = { type: 'image', data: 'iVBORw0=', mimeType: 'image/png' }
const link = { type: 'resource_link', uri: 'apify://store/s/zip', name: 'zip' }

describe('a record', () => {
  it.each([
    ['JSON', { contentType: 'application/json', value: null }, [], { kind: 'json', value: null }],
    [
      'a page',
      { contentType: 'Text/HTML; charset=utf-8', text: '<p>', next: { offset: 3 } },
      [],
      { kind: 'text', language: 'html', page: { text: '<p>', next: 3 } },
    ],
    ['a drawing', { contentType: 'image/svg+xml', text: '<svg/>' }, [], { language: 'svg' }],
    ['an empty text', { contentType: 'text/plain', text: '' }, [], { kind: 'text' }],
    ['an image', { contentType: 'image/png' }, [image], { image: { base64: 'iVBORw0=' } }],
    ['a file', { contentType: 'application/zip' }, [link], { kind: 'binary', uri: link.uri }],
    ['an image that the host dropped', { contentType: 'image/png' }, [], { kind: 'binary' }],
  ])('that is %s is shown as such', (_, result, attachments, expected) => {
    expect(isRecordResult(result)).toBe(true)
    expect(recordContent(result, attachments)).toMatchObject(expected)
  })

  it('is a plain text if the text begins in its middle', () => {
    const content = recordContent({ contentType: 'text/html', text: 'p>' }, [], 40)
    expect(content).toMatchObject({ kind: 'text', language: 'plain' })
  })

  it.each([undefined, null, [], {}, { contentType: 1 }, { contentType: 'a/b', text: {} }])(
    'is not read from %j',
    (value) => expect(isRecordResult(value)).toBe(false),
  )

  it('is known by its key and a store or a run', () => {
    expect(recordAddress({ recordKey: 'a', storeId: 's', runId: 'r' })).toEqual({
      recordKey: 'a',
      storeId: 's',
    })
    expect(recordAddress({ recordKey: 'a', runId: 'r' })).toEqual({ recordKey: 'a', runId: 'r' })
    expect(recordAddress({ storeId: 's' })).toBeUndefined()
    expect(recordAddress({ recordKey: 'a' })).toBeUndefined()
  })
})

describe('the address of an image', () => {
  it('holds its bytes', () => {
    const bytes = bytesInResource({ contents: [{ blob: 'AAA=', mimeType: 'image/gif' }] })
    expect(bytes && imageAddress(bytes)).toBe('data:image/gif;base64,AAA=')
    expect(bytesInResource({ contents: 'no' })).toBeUndefined()
  })

  it.each([
    ['text/html', 'AAAA'],
    ['image/png,<script>', 'AAAA'],
    ['image/png', '"><script>'],
  ])('is made of no %s with %s', (mimeType, base64) => {
    expect(imageAddress({ mimeType, base64 })).toBeUndefined()
  })

  it('of a drawing has all of its text, even a half of a character', () => {
    expect(svgAddress('<a b="#c">\ud800</a>')).toBe(
      'data:image/svg+xml;charset=utf-8,%3Ca%20b%3D%22%23c%22%3E%EF%BF%BD%3C%2Fa%3E',
    )
  })
})

it.each([
  ['OUTPUT', 'json', 'OUTPUT.json'],
  ['shots/page.png', 'bin', 'page.png'],
  ['a/b/', 'txt', 'record.txt'],
])('a record %s with the ending %s is saved as %s', (key, ending, name) => {
  expect(fileName(key, ending)).toBe(name)
})
