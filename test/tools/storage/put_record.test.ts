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
    [{}, '`json`, `text` and `base64`'],
    [{ json: {}, text: 'a' }, '`json`, `text` and `base64`'],
    [{ text: '', base64: '' }, '`json`, `text` and `base64`'],
    [{ base64: 'a_-b' }, '`base64`'],
    [{ text: 'a', contentType: 'csv' }, '`contentType`'],
    [{ text: 'a', contentType: 'text/csv\r\nx: y' }, '`contentType`'],
  ])('refuses %j', async (values, named) => {
    await expect(stored(values)).rejects.toThrow(named)
  })
})
