import { describe, expect, it } from 'vitest'
import { openRecord } from '../../../src/apify/endpoints/records.ts'
import { createRedactor } from '../../../src/exit/redact.ts'
import { stream, TEST_JSON } from '../../support/fake-storages.ts'
import { PLANTED, REDACTOR } from '../../support/redactor.ts'

const READING = { json: TEST_JSON, redactor: REDACTOR }
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

async function opened(body: string | Buffer, type?: string, pieceBytes = 3) {
  const bytes = Buffer.from(body)
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, i) =>
    bytes.subarray(i * pieceBytes, (i + 1) * pieceBytes),
  )
  const headers = { 'content-type': type, 'content-length': String(bytes.length) }
  return openRecord({ headers, body: stream(pieces) }, READING)
}

async function textOf(body: string | Buffer, type?: string): Promise<string> {
  let text = ''
  for await (const piece of (await opened(body, type)).text()) text += piece
  return text
}

describe('a record', () => {
  it.each([
    ['{"a":1}', 'application/json', 'json', 'application/json'],
    [PNG, 'image/jpg', 'image', 'image/jpeg'],
    ['grüße', 'application/octet-stream', 'text', 'text/plain'],
    ['grüße', undefined, 'text', 'text/plain'],
    ['grüße', 'application/x-unheard-of', 'text', 'application/x-unheard-of'],
    ['', undefined, 'text', 'text/plain'],
    [PNG, 'application/octet-stream', 'binary', 'application/octet-stream'],
    [PNG, undefined, 'binary', 'application/octet-stream'],
    ['a\0b', 'application/x-unheard-of', 'binary', 'application/x-unheard-of'],
  ])('%j of type %j is %s, for clients %s', async (body, type, kind, mimeType) => {
    expect(await opened(body, type)).toMatchObject({
      kind,
      mimeType,
      size: Buffer.byteLength(body),
    })
  })

  it('that begins like a text is binary all the same', async () => {
    const bytes = Buffer.concat([Buffer.from('text '.repeat(10_000)), PNG])
    expect((await opened(bytes, 'application/octet-stream')).kind).toBe('binary')
  })

  it.each(['application/octet-stream', undefined, 'text/plain'])(
    'of type %j is read whole, however long',
    async (type) => {
      const text = 'zwölf Boxkämpfer 🥊 '.repeat(2000)
      expect(await textOf(text, type)).toBe(text)
    },
  )

  it.each([
    [Buffer.from('é', 'latin1'), 'text/plain; charset=iso-8859-1', 'é'],
    [Buffer.from('é', 'utf16le'), 'text/csv; charset=utf-16', 'é'],
    [Buffer.from('\ufeffé', 'utf16le').swap16(), 'text/csv; charset=utf-16', 'é'],
    [Buffer.from('\ufeffé'), 'text/plain; charset=iso-8859-1', 'é'],
    [Buffer.from([0x82, 0xa0]), 'application/x-mine; charset=Shift_JIS', 'あ'],
    [Buffer.from('é'), 'text/plain; charset=unheard-of', 'é'],
  ])('%j of type %s is decoded', async (body, type, text) => {
    expect(await textOf(body, type)).toBe(text)
  })

  it.each(['abc', '-1', '', '1.5'])('with the length %j has no size', async (length) => {
    const headers = { 'content-type': 'text/plain', 'content-length': length }
    expect(await openRecord({ headers, body: stream([]) }, READING)).not.toHaveProperty('size')
  })
})

describe('a record with a secret', () => {
  it.each([
    ['a text', `a ${PLANTED}`, 'text/plain', 'a apify_api_[redacted]'],
    [
      'a text in UTF-16',
      Buffer.from(PLANTED, 'utf16le'),
      'text/plain; charset=utf-16',
      'apify_api_[redacted]',
    ],
    [
      'JSON',
      `{"a":"\\u0061${PLANTED.slice(1)}"}`,
      'application/json',
      '{"a":"apify_api_[redacted]"}',
    ],
    [
      'lines of JSON',
      `"\\u0061${PLANTED.slice(1)}"\n`,
      'application/x-ndjson',
      '"apify_api_[redacted]"\n',
    ],
    ['a text with backslashes', 'a\\/b \\u0061', 'text/plain', 'a\\/b \\u0061'],
  ])('shows %s without it', async (_, body, type, text) => {
    expect(await textOf(body, type)).toBe(text)
  })

  it.each([
    ['image/{}', 'image/[redacted]', 'application/octet-stream'],
    ['text/plain; a={}', 'text/plain; a=[redacted]', 'text/plain'],
  ])(
    'shows its type %j without it, though types have lower case',
    async (type, shown, mimeType) => {
      const own = 'The-Token.of~Letters'
      const redactor = createRedactor(() => [own])
      const headers = { 'content-type': type.replace('{}', own) }
      const record = await openRecord(
        { headers, body: stream([Buffer.from('\0')]) },
        { ...READING, redactor },
      )
      expect(record).toMatchObject({ contentType: shown, mimeType })
    },
  )

  it('shows its type and its value without it, and keeps its bytes', async () => {
    const record = await opened(PLANTED, `text/plain; a=${PLANTED}`)
    expect(record.contentType).toBe('text/plain; a=apify_api_[redacted]')
    expect(await record.readJson(stream([Buffer.from(`["\\u0061${PLANTED.slice(1)}"]`)]))).toEqual({
      kind: 'whole',
      value: ['apify_api_[redacted]'],
    })
    expect(record.mask(Buffer.from(PLANTED)).toString()).toBe(`apify_api_${'*'.repeat(30)}`)
    const chunks: Buffer[] = []
    for await (const chunk of record.chunks) chunks.push(chunk)
    expect(Buffer.concat(chunks).toString()).toBe(PLANTED)
  })
})
