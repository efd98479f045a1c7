import { describe, expect, it } from 'vitest'
import { isUtf8Text, kindByType, mediaType, storedType } from '../../src/shared/media-type.ts'

it.each([
  ['application/json', 'application/json'],
  ['Application/JSON; charset=utf-8', 'application/json'],
  [' text/csv ;header', 'text/csv'],
  ['text/html;charset="', 'text/html'],
  ['image/svg+xml', 'image/svg+xml'],
  [undefined, undefined],
  ['', undefined],
  ['json', undefined],
  ['text/', undefined],
  ['text/html, text/plain', undefined],
  ['text /html', undefined],
])('the media type of %j is %j', (header, expected) => {
  expect(mediaType(header)).toBe(expected)
})

it.each([
  ['image/jpg', 'image/jpeg'],
  ['IMAGE/PJPEG; q=1', 'image/jpeg'],
  ['image/x-png', 'image/png'],
  ['Text / HTML', 'text/html'],
  ['text/html, text/plain', 'text/html'],
  ['text/csv; charset', 'text/csv'],
  ['csv', 'application/octet-stream'],
  ['', 'application/octet-stream'],
  [undefined, 'application/octet-stream'],
])('data stored as %j is %s', (header, expected) => {
  expect(storedType(header)).toBe(expected)
})

describe('by its type, data', () => {
  it.each<[string | undefined, string[]]>([
    ['json', ['application/json', 'Application/LD+JSON; a=b', 'text/json', 'application/x-json']],
    [
      'text',
      [
        'text/html ; charset=latin1',
        'text/x-anything',
        'image/svg+xml',
        'application/xhtml+xml',
        'application/atom+xml',
        'application/x+yaml',
        'application/x-ndjson',
        'application/jsonl',
        'application/csv',
        'application/toml',
        'application/graphql',
        'application/javascript',
        'application/x-javascript',
        'application/yaml',
        'application/x-yaml',
        'application/sql',
        'application/x-sh',
        'application/x-www-form-urlencoded',
        'Application / XML',
        'application/x-mine; charset=iso-8859-1',
      ],
    ],
    ['image', ['image/png', 'image/jpg', 'image/pjpeg', 'image/x-png', 'image/webp', 'IMAGE/GIF']],
    [
      'binary',
      ['image/tiff', 'video/mp4', 'audio/mpeg', 'font/woff2', 'application/pdf', 'application/zip'],
    ],
    [
      undefined,
      [
        '',
        'csv',
        'application/octet-stream',
        'application/octet-stream; charset=binary',
        'application/x-mine; charset=utf-8',
        'application/vnd.ms-excel',
        'binary/octet-stream',
        'multipart/form-data; boundary=a',
      ],
    ],
  ])('is %s', (kind, types) => {
    for (const type of types) expect(kindByType(type), type).toBe(kind)
    if (kind === undefined) expect(kindByType(undefined)).toBeUndefined()
  })
})

describe('UTF-8 text', () => {
  const euro = Buffer.from('5 €')

  it.each<[string, Uint8Array, whole: boolean, isText: boolean]>([
    ['nothing', Buffer.from(''), true, true],
    ['letters', euro, true, true],
    ['lines and tabs', Buffer.from('a\tb\r\n\f\u001b[1m'), true, true],
    ['a byte order mark', Buffer.from('\ufeffa'), true, true],
    ['a cut character where more follows', euro.subarray(0, -1), false, true],
    ['a cut character at the end', euro.subarray(0, -1), true, false],
    ['a lone continuation byte', Buffer.from([0x61, 0xbf]), false, false],
    ['Latin-1', Buffer.from('é!', 'latin1'), false, false],
    ['a NUL', Buffer.from('a\0'), false, false],
    ['a control character', Buffer.from([0x61, 0x1a]), false, false],
    ['UTF-16', Buffer.from('\ufeffab', 'utf16le'), false, false],
  ])('%s (%j, whole %j): %j', (_, bytes, whole, isText) => {
    expect(isUtf8Text(bytes, whole)).toBe(isText)
  })
})
