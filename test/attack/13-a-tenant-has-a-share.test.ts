import { describe, expect, it, onTestFinished } from 'vitest'
import { DOORS, type Door } from '../support/attack/open-server.ts'
import { metric } from '../support/attack/pipelined.ts'
import { startFakeApify } from '../support/fake-apify/apify.ts'
import { answerIn, call, post, startHttp } from '../support/http.ts'
import { modernRequest } from '../support/modern-messages.ts'
import { MODERN } from '../support/protocol-versions.ts'

const HTTP_DOORS = DOORS.filter(({ transport }) => transport === 'HTTP')
const KEY = 'an-access-key-that-is-long-enough'
const OPERATOR = { APIFY_TOKEN: 'apify_api_operator', MCP_ACCESS_KEY: KEY }

/** Starts a server whose calls wait at Apify until they are released. */
async function startHeld({ version }: Door, args: string[], env: Record<string, string> = {}) {
  const fake = await startFakeApify()
  onTestFinished(() => fake.close())
  const held: (() => void)[] = []
  let isOpen = false
  fake.on('GET /v2/users/me', async (_, response) => {
    if (!isOpen) await new Promise<void>((release) => held.push(release))
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ data: { id: 'id1', username: 'somebody' } }))
    return undefined
  })
  const { url } = await startHttp({ fake, args, env })
  const isModern = version === MODERN
  const modern = { 'mcp-method': 'tools/call', 'mcp-name': 'whoami' }
  const headers = { 'mcp-protocol-version': version, ...(isModern && modern) }
  return {
    url,
    held,
    /** Answers one call that waits. */
    releaseOne: () => held.shift()?.(),
    /** Answers all calls, also those that come later. */
    releaseAll() {
      isOpen = true
      for (const release of held.splice(0)) release()
    },
    ask: (token: string) =>
      post(
        url,
        isModern
          ? modernRequest(1, 'tools/call', { name: 'whoami', arguments: {} })
          : call(1, 'whoami'),
        { token, headers },
      ),
    waiting: (count: number) => expect.poll(() => held.length).toBe(count),
  }
}

async function expectRefused(response: Response): Promise<void> {
  expect(response.status).toBe(429)
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  await response.text()
}

async function expectServed(response: Response): Promise<void> {
  expect(response.status).toBe(200)
  expect(await answerIn(response)).toHaveProperty('result.structuredContent.username', 'somebody')
}

describe.each(HTTP_DOORS)('$name', (door) => {
  it(`13 a tenant alone may use every place, and another still gets in, over ${door.name}`, async () => {
    const { ask, waiting, releaseAll } = await startHeld(door, ['--max-concurrency=8'])
    const greedy = Array.from({ length: 8 }, () => ask('greedy'))
    await waiting(8)
    await expectRefused(await ask('greedy'))
    const others = [ask('modest'), ask('modest')]
    await waiting(10)
    await expectRefused(await ask('greedy'))
    await expectRefused(await ask('modest'))
    releaseAll()
    for (const answer of [...greedy, ...others]) await expectServed(await answer)
    await expectServed(await ask('greedy'))
  })

  it(`13 the next free place is for the tenant that has none, over ${door.name}`, async () => {
    const { ask, held, waiting, releaseOne, releaseAll, url } = await startHeld(door, [
      '--max-concurrency=4',
    ])
    const answers = Array.from({ length: 4 }, () => ask('greedy'))
    await waiting(4)
    answers.push(ask('second'))
    await waiting(5)
    const third = ask('third')
    await expectRefused(await ask('greedy'))
    releaseOne()
    // The third call waits at Apify instead of the one that has ended.
    await waiting(5)
    await expectRefused(await ask('greedy'))
    expect(held).toHaveLength(5)
    releaseAll()
    for (const answer of [...answers, third]) await expectServed(await answer)
    await expect.poll(() => metric(url, 'http_requests_in_flight')).toBe(0)
  })

  it(`13 many tenants that ask again and again all get answers, over ${door.name}`, async () => {
    const { ask, releaseAll } = await startHeld(door, ['--max-concurrency=4'])
    releaseAll()
    let isOver = false
    const flood = Array.from({ length: 16 }, async () => {
      while (!isOver) await (await ask('greedy')).text()
    })
    const modest = Array.from({ length: 3 }, async (_, tenant) => {
      for (let i = 0; i < 20; i++) await expectServed(await ask(`modest${tenant}`))
    })
    await Promise.all(modest)
    isOver = true
    await Promise.all(flood)
  })

  it(`13 holders of one key are one tenant, without shares, over ${door.name}`, async () => {
    const args = ['--max-concurrency=4', '--shared-token']
    const { ask, waiting, releaseAll } = await startHeld(door, args, OPERATOR)
    const answers = Array.from({ length: 4 }, () => ask(KEY))
    await waiting(4)
    await expectRefused(await ask(KEY))
    releaseAll()
    for (const answer of answers) await expectServed(await answer)
  })
})
