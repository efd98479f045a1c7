import { request as httpRequest } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startFakeApify } from '../../support/fake-apify/apify.ts'
import { answerIn, call, connect, post, startHttp } from '../../support/http.ts'
import { seed } from '../../support/seeded-server.ts'
import { startWebServer } from '../../support/website-crawler/web-server.ts'

describe('1,000 interleaved calls of 20 tokens', () => {
  it('are each answered with the account of their own token', async () => {
    const fake = await startFakeApify()
    onTestFinished(() => fake.close())
    const seen = new Set<string>()
    // Not the token itself, since answers never show it.
    const nameOf = (token = '') => token.replace('apify_api_secret', 'owner')
    fake.on('* *', ({ headers, path }, response) => {
      const token = headers.authorization?.replace('Bearer ', '') ?? ''
      seen.add(token)
      response.writeHead(200, { 'content-type': 'application/json' })
      // Answers come in a different order, so that calls overlap.
      setTimeout(
        () =>
          response.end(
            JSON.stringify({ data: { id: `id-${nameOf(token)}`, username: nameOf(token), path } }),
          ),
        Math.random() * 30,
      )
      return undefined
    })
    const { url, stderr } = await startHttp({ fake })
    const tokens = Array.from({ length: 20 }, (_, i) => `apify_api_secret${i}x`)
    const calls = Array.from({ length: 1000 }, (_, i) => ({
      token: tokens[(i * 7) % 20] ?? '',
      // Ids collide between tenants, as they do between real clients.
      id: i % 50,
    }))
    const answers = await Promise.all(
      calls.map(async ({ token, id }) => answerIn(await post(url, call(id, 'whoami'), { token }))),
    )
    for (const [i, { id, result }] of answers.entries()) {
      expect(id).toBe(calls[i]?.id)
      expect(result?.structuredContent).toMatchObject({
        userId: `id-${nameOf(calls[i]?.token)}`,
        username: nameOf(calls[i]?.token),
      })
    }
    expect([...seen].sort()).toEqual([...tokens].sort())
    for (const token of tokens) expect(stderr()).not.toContain(token)
  })
})

describe('many slow calls', () => {
  it('all wait at Apify at once, while probes are answered', async () => {
    const fake = await seed()
    const held: (() => void)[] = []
    const all = new Promise<void>((resolve) => {
      fake.on('GET /v2/key-value-stores/store1/records/OUTPUT', async (): Promise<'pass'> => {
        if (held.length === 299) resolve()
        await new Promise<void>((release) => held.push(release))
        return 'pass'
      })
    })
    const { url, base } = await startHttp({ fake })
    const args = { storeId: 'store1', recordKey: 'OUTPUT' }
    const answers = Array.from({ length: 300 }, async (_, id) =>
      answerIn(await post(url, call(id, 'get_record', args), { token: fake.token })),
    )
    await all
    expect((await fetch(`${base}/healthz`)).status).toBe(200)
    const metrics = await (await fetch(`${base}/metrics`)).text()
    expect(metrics).toContain('apify_agent_tools_calls_in_flight 300\n')
    for (const release of held) release()
    for (const [id, answer] of (await Promise.all(answers)).entries())
      expect(answer).toMatchObject({ id, result: { structuredContent: { value: { ok: true } } } })
  })
})

describe('two replicas behind a round-robin proxy', () => {
  it('serve every client when its requests go to both', async () => {
    const fake = await seed()
    const replicas = await Promise.all([startHttp({ fake }), startHttp({ fake })])
    const turns = [0, 0]
    const proxy = await startWebServer((incoming, response) => {
      const turn = (turns[0] ?? 0) <= (turns[1] ?? 0) ? 0 : 1
      turns[turn] = (turns[turn] ?? 0) + 1
      const { method, headers } = incoming
      const onward = httpRequest(replicas[turn]?.url ?? '', { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      })
      incoming.pipe(onward)
    })
    onTestFinished(() => proxy.close())
    const clients = await Promise.all(
      Array.from({ length: 10 }, () => connect(`${proxy.origin}/mcp`, fake.token)),
    )
    await Promise.all(
      clients.map(async ({ client }) => {
        for (let i = 0; i < 10; i++) {
          const result = await client.callTool({ name: 'whoami' })
          expect(result.structuredContent).toMatchObject({ username: 'alice' })
        }
      }),
    )
    const [one = 0, two = 0] = turns
    expect(one).toBeGreaterThan(50)
    expect(Math.abs(one - two)).toBeLessThanOrEqual(1)
  })
})
