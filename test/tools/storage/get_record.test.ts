import { describe, expect, it } from 'vitest'
import getRecord from '../../../tools/storage/get_record.ts'
import { callHandler } from '../../support/call-handler.ts'
import { fakeRecord } from '../../support/fake-storages.ts'
import { followNext } from '../../support/follow-next.ts'
import { OWN_TOKEN, PLANTED } from '../../support/redactor.ts'

interface Args {
  path?: string
  offset?: number
}

function read(record: ReturnType<typeof fakeRecord>, args: Args = {}, maxResultTokens = 600) {
  const context = { apify: record, settings: { maxResultTokens } }
  return callHandler(getRecord, { storeId: 'store1', recordKey: 'a/b', ...args }, context)
}

const JSON_TYPE = 'application/json; charset=utf-8'
const LONG = 'many words '.repeat(1000)

describe('get_record', () => {
  it.each([
    ['a value', '{"a":[1,null]}', {}, { value: { a: [1, null] } }],
    ['a part at `path`', '{"a":[1,null]}', { path: 'a[0]' }, { value: 1 }],
    ['a text at `path`', '{"a":"b"}', { path: 'a' }, { text: 'b' }],
    ['a text at `path` from `offset`', '{"a":"bcd"}', { path: 'a', offset: 1 }, { text: 'cd' }],
    ['text with `offset` alone', '{"a":"b"}', { offset: 0 }, { text: '{"a":"b"}' }],
    ['text of invalid JSON', '{"a":', {}, { text: '{"a":' }],
  ])('returns JSON as %s', async (_, body, args, shown) => {
    const { result } = await read(fakeRecord(body, JSON_TYPE), args)
    expect(result).toMatchObject({ contentType: JSON_TYPE, size: body.length, ...shown })
  })

  it.each([
    ['invalid JSON', '{"a":', 'not valid JSON'],
    ['a value that is too long', JSON.stringify({ a: LONG }), 'truncated to fit'],
  ])('notes %s', async (_, body, note) => {
    expect((await read(fakeRecord(body, JSON_TYPE))).result.note).toContain(note)
  })

  it.each([
    ['a text', LONG, 'text/plain', {}],
    ['XML', LONG, 'image/svg+xml', {}],
    ['invalid JSON', LONG, JSON_TYPE, {}],
    ['JSON as text', JSON.stringify({ LONG }), JSON_TYPE, { offset: 0 }],
    ['a text at `path`', JSON.stringify({ a: LONG }), JSON_TYPE, { path: 'a' }],
  ])('returns every character of %s once, by `next`', async (_, body, type, args) => {
    const pages = await followNext(
      async (next) => (await read(fakeRecord(body, type, 700), { ...args, ...next })).result,
    )
    const whole = 'path' in args ? LONG : body
    expect(pages.map(({ text }) => text).join('')).toBe(whole)
    expect(pages.length).toBeGreaterThan(1)
  })

  it('masks secrets in an image, and in the first bytes of a file', async () => {
    const png = Buffer.from(`\u0089PNG ${PLANTED}`, 'latin1')
    const { attachments } = await read(fakeRecord(png, 'image/png'))
    const data = Buffer.from(`\u0089PNG apify_api_${'*'.repeat(30)}`, 'latin1')
    expect(attachments).toMatchObject([{ data: data.toString('base64') }])
    const file = await read(fakeRecord(OWN_TOKEN, 'application/zip', 3))
    expect(file.result.note).toContain(`bytes ${'2a'.repeat(16)}.`)
  })

  it('attaches a small image', async () => {
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47])
    const { result, attachments } = await read(fakeRecord(png, 'image/png'))
    expect(result).toMatchObject({ size: 4, note: 'The image is attached.' })
    expect(attachments).toEqual([
      { type: 'image', data: png.toString('base64'), mimeType: 'image/png' },
    ])
  })

  it.each([
    ['image/jpg', 'image/jpeg'],
    ['Image/PJPEG; q=1', 'image/jpeg'],
    ['image/x-png', 'image/png'],
  ])('attaches %s as %s, which clients know', async (contentType, mimeType) => {
    const { result, attachments } = await read(fakeRecord('x', contentType))
    expect(result.contentType).toBe(contentType)
    expect(attachments).toEqual([{ type: 'image', data: 'eA==', mimeType }])
  })

  it.each(['application/octet-stream', 'application/x-mine', 'application/toml', ''])(
    'returns text of type %j as text',
    async (contentType) => {
      const { result, attachments } = await read(fakeRecord('a = 1', contentType))
      expect(result).toMatchObject({ contentType, text: 'a = 1', size: 5 })
      expect(attachments).toEqual([])
    },
  )

  it('links to what is not text', async () => {
    const { result, attachments } = await read(
      fakeRecord(Buffer.from([0, 1]), 'application/x-mine'),
    )
    expect(result.note).toContain('starts with the bytes 0001')
    expect(attachments).toMatchObject([{ type: 'resource_link', mimeType: 'application/x-mine' }])
  })

  it.each([
    ['a large image', Buffer.alloc(300_000, 1), 'image/png', '01'.repeat(16)],
    ['an image that clients do not show', Buffer.from([1, 2]), 'image/tiff', '0102'],
    ['other binary data', Buffer.from('PK..'), 'application/zip', '504b2e2e'],
  ])('links to %s and shows its first bytes', async (_, body, mimeType, bytes) => {
    const { result, attachments } = await read(fakeRecord(body, mimeType))
    expect(result.note).toContain(`starts with the bytes ${bytes}.`)
    const uri = 'apify://store/store1/a%2Fb'
    const link = { type: 'resource_link', uri, name: 'a/b', mimeType, size: body.length }
    expect(attachments).toEqual([link])
  })

  it('says that a binary record is empty', async () => {
    const { result, attachments } = await read(fakeRecord('', 'image/png'))
    expect(result.note).toBe('The record is empty.')
    expect(attachments).toEqual([])
  })

  it('reads `path` of JSON only', async () => {
    const record = fakeRecord('a', 'text/plain')
    await expect(read(record, { path: 'a' })).rejects.toThrow('this record is text/plain')
  })

  it('reads JSON of any length, and counts what it does not show', async () => {
    const record = fakeRecord('', JSON_TYPE)
    const huge = {
      readRecord: ((ref, key, use) =>
        record.readRecord(ref, key, (open) =>
          use({
            ...open,
            async *utf8() {
              yield Buffer.from('{"a":1')
              for (let i = 0; i < 100; i++) yield Buffer.from(`,"b${i}":"${'x'.repeat(100_000)}"`)
              yield Buffer.from('}')
            },
          }),
        )) satisfies typeof record.readRecord,
    }
    const { result } = await read(huge)
    expect(result).toMatchObject({ note: expect.stringContaining('truncated') })
    const shown = Object.entries(Object(result.value))
    expect(shown.at(-1)).toEqual(['…', `[+${101 - shown.length + 1} fields]`])
    expect(shown[1]?.[1]).toMatch(/^x+… \[\+\d+ chars\]$/)
  })
})
