import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { answerIn, post, startHttp } from '../support/http.ts'
import { envelope } from '../support/modern-messages.ts'
import { startOauth } from '../support/oauth-server.ts'
import { MODERN } from '../support/protocol-versions.ts'
import { spendingWorld } from '../support/spending-world.ts'
import { startWorkers } from '../support/workers.ts'

const actorId = 'alice/crawler'
const toolResult = z.looseObject({
  isError: z.boolean().default(false),
  content: z.array(z.looseObject({ text: z.string().default('') })),
  structuredContent: z.looseObject({}).default({}),
})

/** Calls a tool as a client of 2026-07-28 does. */
async function callBy(
  send: typeof post,
  url: string,
  token: string,
  [name, args = {}]: [name: string, args?: object],
) {
  const headers = {
    'mcp-protocol-version': MODERN,
    'mcp-method': 'tools/call',
    'mcp-name': name,
    accept: 'application/json',
  }
  const params = { name, arguments: args, ...envelope() }
  const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params }
  const { result } = await answerIn(await send(url, message, { token, headers }))
  const { isError, content, structuredContent } = toolResult.parse(result)
  return { isError, text: content[0]?.text ?? '', structured: structuredContent }
}

describe('over HTTP', () => {
  it('each token has its own count, of a day', async () => {
    const { fake, starts } = await spendingWorld()
    fake.on('* *', () => 'pass')
    const { url } = await startHttp({ fake, args: ['--max-runs=1', '--max-total-cost-usd=2'] })
    const call = (token: string, ...rest: [string, object?]) => callBy(post, url, token, rest)
    expect((await call(fake.token, 'run_actor', { actorId })).isError).toBe(false)
    const { isError, text } = await call(fake.token, 'run_actor', { actorId })
    expect(isError).toBe(true)
    expect(text).toMatch(
      /at most 1 run a day for each token .* full again at \d{4}-\d\d-\d\dT00:00:00\.000Z/,
    )
    const { structured } = await call(fake.token, 'whoami')
    expect(structured).toMatchObject({ runsLeft: 0, usdLeft: 0, usdReserved: 2 })
    expect(structured.renewsAt).toMatch(/T00:00:00\.000Z$/)
    expect(structured.note).toContain('not those of its replicas')
    // Apify refuses the other token, which has room here.
    const other = await call('apify_api_of_somebody_else', 'run_actor', { actorId })
    expect([other.isError, other.text]).toEqual([true, expect.not.stringContaining('--max-runs')])
    expect(starts).toHaveLength(1)
  })

  it('clients that share a token share its count', async () => {
    const { fake, starts } = await spendingWorld()
    const key = 'k'.repeat(32)
    const env = { APIFY_TOKEN: fake.token, MCP_ACCESS_KEY: key }
    const { url } = await startHttp({ fake, env, args: ['--shared-token', '--max-runs=2'] })
    const calls = Array.from({ length: 6 }, () =>
      callBy(post, url, key, ['run_actor', { actorId }]),
    )
    expect((await Promise.all(calls)).filter(({ isError }) => !isError)).toHaveLength(2)
    const refused = await callBy(post, url, key, ['run_actor', { actorId }])
    expect(refused.text).toMatch(/^This server starts at most 2 runs a day \(--max-runs\)/)
    expect(starts).toHaveLength(2)
  })

  it('subjects of an authorization server share the count of the account that they spend from', async () => {
    const { fake, starts } = await spendingWorld()
    const args = ['--max-runs=2', '--max-total-cost-usd=5']
    const { url, tokenFor } = await startOauth({ fake, args })
    const call = async (sub: string, ...rest: [string, object?]) =>
      callBy(post, url, await tokenFor('apify:run', { claims: { sub } }), rest)
    expect((await call('ann', 'run_actor', { actorId, maxTotalChargeUsd: 1 })).isError).toBe(false)
    const { structured } = await call('bob', 'whoami')
    expect(structured).toMatchObject({ runsLeft: 1, usdLeft: 4, usdReserved: 1 })
    expect(structured.note).toContain('runs of this account that this server has started today')
    expect((await call('bob', 'run_actor', { actorId, maxTotalChargeUsd: 1 })).isError).toBe(false)
    for (const sub of ['ann', 'bob', 'carol'])
      expect((await call(sub, 'run_actor', { actorId })).text).toMatch(
        /^This server starts at most 2 runs a day \(--max-runs\)/,
      )
    expect(starts).toHaveLength(2)
  })
})

describe('workers', () => {
  it('share one count, and what one of them learns of a run', async () => {
    const { fake, starts, end } = await spendingWorld()
    const server = await startWorkers({ fake, args: ['--max-total-cost-usd=1'] })
    const [one, two] = [
      await server.connectTo(1, fake.token),
      await server.connectTo(2, fake.token),
    ]
    const call = (to: typeof one, ...rest: [string, object?]) =>
      callBy(to.post, server.url, fake.token, rest)
    expect((await call(one, 'run_actor', { actorId })).isError).toBe(false)
    expect((await call(two, 'run_actor', { actorId })).text).toContain(
      '0 USD are left of the 1 USD',
    )
    end('started1', 0.25)
    await call(two, 'get_run', { runId: 'started1' })
    expect((await call(one, 'whoami')).structured).toMatchObject({ usdLeft: 0.75 })
    await call(two, 'run_actor', { actorId })
    expect(starts.map((run) => run.maxTotalChargeUsd)).toEqual([1, 0.75])
  })

  it('start no more runs together than one alone', async () => {
    const { fake, starts } = await spendingWorld()
    const server = await startWorkers({ fake, args: ['--max-runs=3'] })
    const connections = [
      await server.connectTo(1, fake.token),
      await server.connectTo(2, fake.token),
      await server.connectTo(1, fake.token),
      await server.connectTo(2, fake.token),
      await server.connectTo(1, fake.token),
      await server.connectTo(2, fake.token),
    ]
    const calls = connections.map(({ post }) =>
      callBy(post, server.url, fake.token, ['run_actor', { actorId }]),
    )
    expect((await Promise.all(calls)).filter(({ isError }) => !isError)).toHaveLength(3)
    expect(starts).toHaveLength(3)
  })
})
