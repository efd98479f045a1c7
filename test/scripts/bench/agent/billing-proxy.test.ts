import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  costOf,
  startBillingProxy,
  withCosts,
} from '../../../../scripts/bench/agent/billing-proxy.ts'
import { listen } from '../../../support/listen.ts'

/** Starts the proxy before a server that counts its requests and answers with a run. */
async function startBefore(): Promise<{ url: string; seen: string[] }> {
  const seen: string[] = []
  const upstream = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers.host}`)
    response.writeHead(201, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ data: { id: 'run1', usageTotalUsd: 0 } }))
  })
  const target = await listen(upstream)
  onTestFinished(() => void upstream.close())
  const proxy = await startBillingProxy(target)
  onTestFinished(proxy.close)
  return { url: proxy.url, seen }
}

describe('the proxy of the trial', () => {
  it('loses the answer to the first start of an Actor whose answers get lost, not the start', async () => {
    const { url, seen } = await startBefore()
    const start = () => fetch(`${url}/v2/actors/local~place-order-ours/runs`, { method: 'POST' })
    await expect(start()).rejects.toThrow()
    expect(seen).toHaveLength(1)
    expect((await start()).status).toBe(201)
    expect(seen).toHaveLength(2)
  })

  it('gives runs a price and calls the platform by its own name', async () => {
    const { url, seen } = await startBefore()
    const answer = await fetch(`${url}/v2/actor-runs/run1?waitForFinish=1`)
    const priced = { data: { id: 'run1', usageTotalUsd: costOf('run1') } }
    expect([answer.status, await answer.json()]).toEqual([201, priced])
    expect(seen[0]).toMatch(/^GET \/v2\/actor-runs\/run1\?waitForFinish=1 127\.0\.0\.1:\d+$/)
    expect(seen[0]).not.toContain(new URL(url).port)
    const other = await fetch(`${url}/v2/datasets/run1`)
    expect(await other.json()).toEqual({ data: { id: 'run1', usageTotalUsd: 0 } })
  })

  it('answers with 502 when the platform breaks off before an answer', async () => {
    const gone = createServer((request) => request.socket.destroy())
    const proxy = await startBillingProxy(await listen(gone))
    onTestFinished(proxy.close)
    for (const path of ['actor-runs/run1', 'datasets/run1']) {
      const answer = await fetch(`${proxy.url}/v2/${path}`)
      expect([answer.status, await answer.text()]).toEqual([502, expect.stringMatching(/^Error/)])
    }
  })

  it.each([
    ['before the answer', () => {}],
    ['in the middle of it', (response: ServerResponse) => void response.write('[')],
  ])('ends the request when the client leaves %s', async (_, begin) => {
    const slow = createServer((_request, response) => begin(response))
    const proxy = await startBillingProxy(await listen(slow))
    onTestFinished(proxy.close)
    const client = new AbortController()
    const reached = once(slow, 'request')
    const answer = fetch(`${proxy.url}/v2/datasets/run1/items`, { signal: client.signal })
    const body = answer.then((response) => response.text())
    const [, response] = await reached
    const closed = once(response, 'close')
    if (response.headersSent) await answer
    client.abort()
    await expect(body).rejects.toThrow('aborted')
    await closed
  })
})

describe('withCosts', () => {
  it('gives each run of a list its price, always the same', () => {
    const items = ['a', 'b'].map((id) => ({ id, usageTotalUsd: 0, status: 'READY' }))
    const { data } = JSON.parse(withCosts(JSON.stringify({ data: { items, total: 2 } })))
    expect(data).toEqual({
      items: items.map((run) => ({ ...run, usageTotalUsd: costOf(run.id) })),
      total: 2,
    })
    for (const id of ['a', 'b', 'r3yvmqm4je12ysubg']) {
      expect(costOf(id)).toBeGreaterThanOrEqual(0.01)
      expect(costOf(id)).toBeLessThan(0.11)
    }
  })

  it('leaves errors as they are', () => {
    const error = '{"error":{"type":"record-not-found"}}'
    expect(withCosts(error)).toBe(error)
  })
})
