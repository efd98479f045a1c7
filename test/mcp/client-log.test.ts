import { describe, expect, it } from 'vitest'
import { fail, times } from '../support/fake-apify/apify.ts'
import { answerIn, INITIALIZE, post, startHttp } from '../support/http.ts'
import { connectLegacyLog, connectModernLog, type Logged } from '../support/logging-clients.ts'
import { seed } from '../support/seeded-server.ts'

const LEVEL = 'io.modelcontextprotocol/logLevel'
const START = { actorId: 'alice/crawler', input: { password: 'hunter2-hunter2' } }
const texts = (messages: Logged[]) => messages.map(({ level, data }) => `${level}: ${data.message}`)

/** Seeds a run that is found only by the second request. */
async function seedBusy() {
  const fake = await seed()
  fake.on('GET /v2/actor-runs/:id', times(1, fail(503, 'busy', 'Busy.')))
  return fake
}

const BUSY = /^notice: GET \/v2\/actor-runs\/\{id\}: status 503\. It is sent again in \d+ ms\.$/

describe('a client of 2025-11-25 over stdio', () => {
  it('is told nothing before it sets a level, and then what its calls do', async () => {
    const { client, messages, call } = await connectLegacyLog({ fake: await seedBusy() }, 'stdio')
    expect(client.getServerCapabilities()?.logging).toEqual({})
    await call('run_actor', START)
    expect(messages).toEqual([])
    await client.setLoggingLevel('info')
    await call('get_run', { runId: 'run1' })
    await call('run_actor', START)
    expect(texts(messages)).toEqual([
      expect.stringMatching(BUSY),
      'info: Run started: run1 is SUCCEEDED.',
      'info: Run ended: run1 is SUCCEEDED.',
    ])
    expect(messages[0]).toMatchObject({
      logger: 'apify-agent-tools',
      data: { method: 'GET', route: '/v2/actor-runs/{id}', status: 503 },
    })
  })

  it('chooses how much it is told', async () => {
    const { client, messages, call } = await connectLegacyLog({ fake: await seedBusy() }, 'stdio')
    await client.setLoggingLevel('error')
    await call('get_run', { runId: 'run1' })
    expect(messages).toEqual([])
    await client.setLoggingLevel('debug')
    await call('get_run', { runId: 'run1' })
    expect(texts(messages)).toContain('debug: GET /v2/actor-runs/{id}: status 200.')
    expect(texts(messages).at(-1)).toBe('debug: Call ended: ok.')
  })

  it('is told of a wrong level in a sentence', async () => {
    const { client } = await connectLegacyLog({ fake: await seed() }, 'stdio')
    const wrong = client.request(
      { method: 'logging/setLevel', params: { level: 'loud' as 'debug' } },
      (await import('@modelcontextprotocol/sdk/types.js')).EmptyResultSchema,
    )
    await expect(wrong).rejects.toThrow('`params.level` must be one of debug, info')
  })

  it('is told of an answer that was lost, and whether the run was found', async () => {
    const fake = await seed()
    fake.on('POST /v2/actors/:id/runs', fail(502, 'bad-gateway', 'Bad gateway.'))
    const { client, messages, call } = await connectLegacyLog({ fake }, 'stdio')
    await client.setLoggingLevel('notice')
    const { isError } = await call('run_actor', START)
    expect(isError).toBe(true)
    expect(texts(messages)).toEqual([
      'warning: POST /v2/actors/{id}/runs: status 502. It may be carried out all the same.',
      'warning: The write whose answer was lost is not found; it may be done all the same.',
    ])
  }, 60_000)

  it('is told how many rows a question has loaded', async () => {
    const { client, messages, call } = await connectLegacyLog({ fake: await seed() }, 'stdio')
    await client.setLoggingLevel('info')
    await call('query_dataset', {
      datasetId: 'data1',
      sql: "SELECT count(*) FROM items WHERE title = 'hunter2'",
    })
    expect(texts(messages)).toEqual(['info: 3 rows loaded into items.'])
  })
})

describe('a client of 2025-11-25 over HTTP', () => {
  it('is not offered a level, which no replica could keep', async () => {
    const { url } = await startHttp({ fake: await seed() })
    const answer = await answerIn(await post(url, INITIALIZE, { token: 'x'.repeat(30) }))
    expect(answer).toHaveProperty('result.capabilities.tools')
    expect(answer).not.toHaveProperty('result.capabilities.logging')
    const set = { jsonrpc: '2.0', id: 2, method: 'logging/setLevel', params: { level: 'debug' } }
    const refused = await answerIn(await post(url, set, { token: 'x'.repeat(30) }))
    expect(refused.error).toMatchObject({ code: -32601 })
  })
})

describe.each(['stdio', 'HTTP'] as const)('a client of 2026-07-28 over %s', (transport) => {
  it('is told what the call does whose metadata names a level, and nothing of others', async () => {
    const { client, messages, call } = await connectModernLog({ fake: await seedBusy() }, transport)
    expect(client.getServerCapabilities()?.logging).toEqual({})
    await call('run_actor', START)
    expect(messages).toEqual([])
    await call('get_run', { runId: 'run1' }, { [LEVEL]: 'notice' })
    expect(texts(messages)).toEqual([expect.stringMatching(BUSY)])
    await call('run_actor', START)
    expect(messages).toHaveLength(1)
  })

  it('sees neither inputs nor secrets at any level', async () => {
    const fake = await seed()
    const { messages, call } = await connectModernLog({ fake }, transport)
    await call('run_actor', START, { [LEVEL]: 'debug' })
    await call(
      'put_record',
      { storeId: 'store1', recordKey: 'private-key', text: fake.token },
      {
        [LEVEL]: 'debug',
      },
    )
    expect(messages.length).toBeGreaterThan(4)
    const shown = JSON.stringify(messages)
    for (const hidden of ['hunter2', fake.token, 'private-key']) expect(shown).not.toContain(hidden)
  })
})
