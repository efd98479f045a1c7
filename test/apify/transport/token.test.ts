import { describe, expect, it } from 'vitest'
import { startRecordingServer } from '../../support/fake-apify/server.ts'
import { serve } from '../../support/seeded-server.ts'

describe('the token', () => {
  it('is sent only to the API when a record is stored elsewhere', async () => {
    const { call, fake } = await serve()
    const elsewhere = await startRecordingServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' }).end('from elsewhere')
      return undefined
    })
    const location = `${elsewhere.url}/bucket/key?signature=1`
    fake.records.set('store1/far', { body: '', contentType: 'text/plain', location })
    const { structured } = await call('get_record', { storeId: 'store1', recordKey: 'far' })
    expect(structured.text).toBe('from elsewhere')
    const [request] = elsewhere.requests
    expect(request?.query).toEqual({ signature: '1' })
    expect(JSON.stringify(request?.headers)).not.toContain(fake.token)
    await elsewhere.close()
  })

  it('is sent as a header, never in a URL, and an endless redirect ends', async () => {
    const { call, fake } = await serve()
    const location = `${fake.url}/v2/key-value-stores/store1/records/loop`
    fake.records.set('store1/loop', { body: '', contentType: 'text/plain', location })
    const { isError, text } = await call('get_record', { storeId: 'store1', recordKey: 'loop' })
    expect(isError).toBe(true)
    expect(text).toContain('redirected')
    for (const { headers, query } of fake.requests) {
      expect(headers.authorization).toBe(`Bearer ${fake.token}`)
      expect(query).toEqual({})
    }
    expect(fake.requests).toHaveLength(4)
  })

  it.each(['file:///etc/passwd', 'javascript:alert(1)', 'http://'])(
    'is not sent to %s: the redirect is an error at once',
    async (location) => {
      const { call, fake } = await serve()
      fake.records.set('store1/away', { body: '', contentType: 'text/plain', location })
      const { isError, text } = await call('get_record', { storeId: 'store1', recordKey: 'away' })
      expect(isError).toBe(true)
      expect(text).toContain('is not an http(s) URL')
      expect(fake.requests).toHaveLength(1)
    },
  )

  it('is never shown when Apify rejects it', async () => {
    const { call, stderr } = await serve({ token: 'apify_api_wrongToken' })
    const { text, isError } = await call('whoami')
    expect(isError).toBe(true)
    expect(text).toContain('APIFY_TOKEN')
    expect(text + stderr()).not.toContain('apify_api_wrongToken')
  })
})
