import { expect, test } from 'vitest'
import { startPlatform } from '../../support/local-platform/platform.ts'

test.each(['GET', 'POST', 'PUT', 'DELETE'])(
  'a client sees its %s as it arrived',
  async (method) => {
    const { call } = await startPlatform()
    const init = { headers: { 'x-proxied-by': 'nobody' }, body: method === 'GET' ? null : 'äöü' }
    const { json } = await call(`${method} /v2/browser-info`, init)
    expect(json).toMatchObject({
      method,
      clientIp: '127.0.0.1',
      countryCode: null,
      bodyLength: method === 'GET' ? 0 : 6,
      headers: { 'x-proxied-by': 'nobody' },
    })
    expect(json).not.toHaveProperty('rawHeaders')
    const raw = await call(`${method} /v2/browser-info?rawHeaders=1&skipHeaders=1`, init)
    expect(raw.json).not.toHaveProperty('headers')
    expect(raw.json.rawHeaders).toContain('x-proxied-by')
  },
)
