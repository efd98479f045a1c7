import { describe, expect, it } from 'vitest'
import { isJsonType, isTextType, recordType } from '../../../../tools/support/text/media-type.ts'

describe('a content type', () => {
  it.each([
    ['application/json; charset=utf-8', 'application/json', 'json'],
    ['Application/LD+JSON', 'application/ld+json', 'json'],
    ['text/html ; charset=latin1', 'text/html', 'text'],
    ['image/svg+xml', 'image/svg+xml', 'text'],
    ['application/x-ndjson', 'application/x-ndjson', 'text'],
    ['application/jsonl', 'application/jsonl', 'text'],
    ['image/png', 'image/png', 'binary'],
    ['application/octet-stream', 'application/octet-stream', 'binary'],
    ['', '', 'binary'],
  ])('%j is %s, which is %s', (contentType, type, kind) => {
    expect(recordType(contentType)).toBe(type)
    expect(isJsonType(type) ? 'json' : isTextType(type) ? 'text' : 'binary').toBe(kind)
  })
})
