import { describe, expect, it } from 'vitest'
import putRecord from '../../../tools/storage/put_record.ts'
import { callHandler } from '../../support/call-handler.ts'

const target = { storeId: 'store1', recordKey: 'key' }

/** The body and the type that a call stores. */
async function stored(values: Record<string, unknown>) {
  const sent: { body: string; contentType: string }[] = []
  const { result } = await callHandler(
    putRecord,
    { ...target, ...values },
    {
      apify: {
        putRecord: async (_storeId, _key, body, contentType) => {
          sent.push({ body: body.toString('utf8'), contentType })
        },
      },
    },
  )
  return { sent, result }
}

describe('put_record', () => {
  it.each([
    [{ json: { a: 'é' } }, '{"a":"é"}', 'application/json; charset=utf-8'],
    [{ text: 'é' }, 'é', 'text/plain; charset=utf-8'],
    [{ text: '' }, '', 'text/plain; charset=utf-8'],
    [{ base64: '' }, '', 'application/octet-stream'],
    [{ text: '', base64: '' }, '', 'text/plain; charset=utf-8'],
    [{ text: '', json: {} }, '{}', 'application/json; charset=utf-8'],
    [{ text: 'a', base64: '' }, 'a', 'text/plain; charset=utf-8'],
    [{ text: '', base64: 'aGk=' }, 'hi', 'application/octet-stream'],
    [{ text: 'a,b', contentType: 'text/csv' }, 'a,b', 'text/csv'],
    [{ base64: 'aGk=' }, 'hi', 'application/octet-stream'],
    [{ base64: 'aGk' }, 'hi', 'application/octet-stream'],
    [{ base64: 'a\nG k=' }, 'hi', 'application/octet-stream'],
  ])('stores %j', async (values, body, contentType) => {
    const { sent, result } = await stored(values)
    expect(sent).toEqual([{ body, contentType }])
    expect(result).toEqual({ ...target, contentType, size: Buffer.byteLength(body) })
  })

  it.each([
    ['page.html', { text: '<p>' }, 'text/html; charset=utf-8'],
    ['data.csv', { text: 'a,b' }, 'text/csv; charset=utf-8'],
    ['a.md', { text: '# A' }, 'text/markdown; charset=utf-8'],
    ['a.xml', { text: '<a/>' }, 'application/xml; charset=utf-8'],
    ['a.svg', { text: '<svg/>' }, 'image/svg+xml; charset=utf-8'],
    ['a.yaml', { text: 'a: 1' }, 'text/yaml; charset=utf-8'],
    ['a.json', { text: '{"a":1}' }, 'application/json; charset=utf-8'],
    ['a.json', { text: 'a' }, 'text/plain; charset=utf-8'],
    ['shot.png', { text: 'none' }, 'text/plain; charset=utf-8'],
    ['shot.png', { base64: 'aGk=' }, 'image/png'],
    ['a.pdf', { base64: 'aGk=' }, 'application/pdf'],
    ['a.zip', { base64: 'aGk=' }, 'application/zip'],
    ['page.html', { base64: 'aGk=' }, 'text/html'],
    ['page.unheard', { base64: 'aGk=' }, 'application/octet-stream'],
    // Bytes that are not UTF-8, or source code.
    ['page.html', { base64: '/9j/AA==' }, 'application/octet-stream'],
    ['data.json', { base64: '/9j/AA==' }, 'application/octet-stream'],
    ['main.rs', { base64: 'aGk=' }, 'application/octet-stream'],
    ['page.html', { json: {} }, 'application/json; charset=utf-8'],
    ['page.html', { text: 'a', contentType: 'text/csv' }, 'text/csv'],
  ])('stores %s with %j as %s', async (recordKey, values, contentType) => {
    const { sent, result } = await stored({ ...values, recordKey })
    expect(sent[0]?.contentType).toBe(contentType)
    expect(result).toMatchObject({ recordKey, contentType })
  })

  it('asks about the type that it will store', () => {
    const input = putRecord.input.parse({ ...target, recordKey: 'a.html', text: 'a' })
    const context = { settings: { mode: 'cloud', readOnly: false, maxResultTokens: 8000 } } as const
    expect(putRecord.confirm?.question(input, context)).toContain('text/html')
  })

  it.each([
    [{}, '`json`, `text` and `base64`'],
    [{ json: {}, text: 'a' }, '`json`, `text` and `base64`'],
    [{ text: 'a', base64: 'aGk=' }, '`json`, `text` and `base64`'],
    [{ base64: 'a_-b' }, '`base64`'],
    [{ text: 'a', contentType: 'csv' }, '`contentType`'],
    [{ text: 'a', contentType: 'text/csv\r\nx: y' }, '`contentType`'],
  ])('refuses %j', async (values, named) => {
    await expect(stored(values)).rejects.toThrow(named)
  })
})
