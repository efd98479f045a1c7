import { describe, expect, it } from 'vitest'
import { call, post, startHttp } from '../support/http.ts'
import { startServer } from '../support/mcp-client.ts'
import { startReceiver } from '../support/otlp-receiver.ts'
import { seed } from '../support/seeded-server.ts'

const SENT = { 'x-key': 'key-of-the-collector', authorization: 'Basic token-of-the-traces' }

/** Starts a collector that answers 401 and repeats the headers that it got. */
async function refusing() {
  const receiver = await startReceiver({ refuses: true })
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_HEADERS: `x-key=${SENT['x-key']}`,
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'authorization=Basic%20token-of-the-traces',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_BSP_SCHEDULE_DELAY: '10',
  }
  return { receiver, options: { fake: await seed(), args: ['--otel'], env } }
}

describe('a collector that repeats its headers puts no secret into the log', () => {
  it('over stdio', async () => {
    const { receiver, options } = await refusing()
    const { call, stderr } = await startServer(options)
    await call('whoami')
    await expect.poll(stderr, { timeout: 20_000 }).toContain('Unauthorized')
    expect(receiver.received[0]?.headers).toMatchObject(SENT)
    expect(stderr()).not.toMatch(/of-the-(?:collector|traces)/)
  })

  it('over HTTP', async () => {
    const { receiver, options } = await refusing()
    const { url, stderr } = await startHttp(options)
    await post(url, call(1, 'whoami'), { token: options.fake.token })
    await expect.poll(stderr, { timeout: 20_000 }).toContain('Unauthorized')
    expect(receiver.received[0]?.headers).toMatchObject(SENT)
    expect(stderr()).not.toMatch(/of-the-(?:collector|traces)/)
  })
})
