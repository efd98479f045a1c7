import { request } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startFakeApify } from '../../support/fake-apify/apify.ts'
import { call, startHttp } from '../../support/http.ts'

/** Calls a tool without a token from a local address, and returns the status of its answer. */
function callFrom(localAddress: string, url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    }
    const sent = request(url, { method: 'POST', localAddress, headers, agent: false })
    sent.on('response', (response) => {
      response.resume().once('end', () => resolve(response.statusCode))
    })
    sent.on('error', reject)
    sent.end(JSON.stringify(call(1, 'whoami')))
  })
}

// Other systems have no second loopback address.
describe.runIf(process.platform === 'linux')('clients without a token', () => {
  it('do not take the places of those from another address', async () => {
    const fake = await startFakeApify()
    onTestFinished(() => fake.close())
    const held: (() => void)[] = []
    fake.on('GET /v2/users/me', async (_, response) => {
      await new Promise<void>((release) => held.push(release))
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ data: { id: 'id1', username: 'somebody' } }))
      return undefined
    })
    const { url } = await startHttp({ fake, args: ['--payments=x402', '--max-concurrency=8'] })
    const greedy = Array.from({ length: 8 }, () => callFrom('127.0.0.1', url))
    await expect.poll(() => held.length).toBe(8)
    expect(await callFrom('127.0.0.1', url)).toBe(429)
    const other = callFrom('127.0.0.2', url)
    await expect.poll(() => held.length).toBe(9)
    for (const release of held.splice(0)) release()
    expect(await Promise.all([...greedy, other])).toEqual(Array(9).fill(200))
  })
})
