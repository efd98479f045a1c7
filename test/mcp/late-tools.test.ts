import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { INITIALIZE, post, startHttp } from '../support/http.ts'
import { modernRequest } from '../support/modern-messages.ts'
import { MODERN } from '../support/protocol-versions.ts'
import { HANDSHAKE, request, startRaw } from '../support/raw-server.ts'
import { ACTOR, BUILD, seed } from '../support/seeded-server.ts'

const SLOW = 'bob--slow'
const ACTORS = [
  '--actor-tools=alice/crawler,alice~crawler,bob/slow,no/body',
  '--tools=whoami,run_actor_sync',
  // With them, no list may be kept.
  '--views=off',
]
const ALL = ['whoami', 'run_actor_sync', 'alice--crawler', SLOW]
const CALL = { name: SLOW, arguments: { startUrls: [], country: 'C1' } }
const CHANGED = 'notifications/tools/list_changed'
const LISTEN = { notifications: { toolsListChanged: true } }

/** Seeds Actors of which one is not answered before `release` is called. */
async function seedSlow() {
  const fake = await seed()
  fake.catalog.actors.set('bob~slow', { ...ACTOR, id: 'actor2', username: 'bob', name: 'slow' })
  fake.catalog.builds.set('bob~slow', BUILD)
  fake.setRun({ id: 'run2', actId: 'bob~slow', status: 'SUCCEEDED', defaultDatasetId: 'data1' })
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  fake.on('GET /v2/actors/bob~slow', () => released.then(() => 'pass'))
  return { fake, release }
}

const listAnswer = z.looseObject({
  result: z.looseObject({
    tools: z.array(z.looseObject({ name: z.string() })),
    ttlMs: z.number().optional(),
  }),
})
function listIn(message: unknown) {
  const { tools, ttlMs } = listAnswer.parse(message).result
  return { names: tools.map(({ name }) => name), ttlMs }
}

/** Expects a list of what there is without the slow Actor, each tool once. */
function expectIncomplete({ names }: { names: string[] }): void {
  expect(names.slice(0, 2)).toEqual(ALL.slice(0, 2))
  expect(names).not.toContain(SLOW)
  expect(new Set(names).size).toBe(names.length)
}

describe('an Actor that is slow to read', () => {
  it('holds no legacy client on stdio, and joins with an announcement', async () => {
    const { fake, release } = await seedSlow()
    const { write, answer, messages } = await startRaw({ fake, args: ACTORS })
    write(...HANDSHAKE)
    expect(await answer(1)).toHaveProperty('result.capabilities.tools', { listChanged: true })
    write(request(2, 'tools/list'))
    const first = listIn(await answer(2))
    expectIncomplete(first)
    expect(first.ttlMs).toBeUndefined()
    write(request(3, 'tools/call', CALL), request(4, 'tools/call', { name: 'nope' }))
    expect(JSON.stringify(await answer(4))).toContain('There is no tool')
    release()
    expect(JSON.stringify(await answer(3))).toContain('SUCCEEDED')
    await expect.poll(() => messages.some((each) => each.method === CHANGED)).toBe(true)
    let id = 4
    const names = async () => {
      write(request(++id, 'tools/list'))
      return listIn(await answer(id)).names
    }
    await expect.poll(names, { timeout: 30_000 }).toEqual(ALL)
  })

  it('holds no modern client on stdio, and joins with an announcement', async () => {
    const { fake, release } = await seedSlow()
    const { write, answer, messages } = await startRaw({ fake, args: ACTORS })
    const ask = (id: number, method: string, params?: object) =>
      write(JSON.stringify(modernRequest(id, method, params)))
    ask(1, 'server/discover')
    expect(await answer(1)).toHaveProperty('result.capabilities.tools', { listChanged: true })
    ask(2, 'subscriptions/listen', LISTEN)
    ask(3, 'tools/list')
    const first = listIn(await answer(3))
    expectIncomplete(first)
    expect(first.ttlMs).toBe(0)
    const acknowledged = messages.find((each) => String(each.method).endsWith('/acknowledged'))
    expect(acknowledged).toMatchObject({ params: LISTEN })
    ask(4, 'tools/call', CALL)
    release()
    expect(JSON.stringify(await answer(4))).toContain('SUCCEEDED')
    const announced = { 'io.modelcontextprotocol/subscriptionId': 2 }
    await expect
      .poll(() => messages.find((each) => each.method === CHANGED))
      .toMatchObject({ params: { _meta: announced } })
    let id = 4
    const list = async () => {
      ask(++id, 'tools/list')
      return listIn(await answer(id))
    }
    await expect.poll(list, { timeout: 30_000 }).toEqual({ names: ALL, ttlMs: 300_000 })
  })

  it('holds no client over HTTP, and joins with an announcement', async () => {
    const { fake, release } = await seedSlow()
    const key = 'k'.repeat(40)
    const env = { APIFY_TOKEN: fake.token, MCP_ACCESS_KEY: key }
    const args = [...ACTORS, '--shared-token', '--max-concurrency=1']
    const { url, child, exited } = await startHttp({ fake, args, env })
    const ask = (message: unknown, headers = {}) => post(url, message, { token: key, headers })
    const askModern = (id: number, method: string, params?: object) =>
      ask(modernRequest(id, method, params), {
        'mcp-protocol-version': MODERN,
        'mcp-method': method,
      })
    const list = async () => listIn(await (await askModern(3, 'tools/list')).json())
    // It cannot announce anything to legacy clients.
    expect(await (await ask(INITIALIZE)).json()).toHaveProperty('result.capabilities.tools', {})
    const subscription = await askModern(2, 'subscriptions/listen', LISTEN)
    const legacy = await (await ask({ jsonrpc: '2.0', id: 1, method: 'tools/list' })).json()
    expectIncomplete(listIn(legacy))
    const first = await list()
    expectIncomplete(first)
    expect(first.ttlMs).toBe(0)
    release()
    await expect.poll(list, { timeout: 30_000 }).toEqual({ names: ALL, ttlMs: 300_000 })
    child.kill('SIGTERM')
    const announcements = await subscription.text()
    expect(announcements).toContain(CHANGED)
    expect(announcements).toMatch(/"id":2,"result":\{"resultType":"complete"/)
    expect(await exited).toEqual({ code: 0, signal: null })
  })
})

describe('a list', () => {
  it('is sent even if the client has closed stdin while it waits', async () => {
    const { write, child, answer, exited } = await startRaw({ fake: await seed(), args: ACTORS })
    write(...HANDSHAKE, request(2, 'tools/list'))
    child.stdin.end()
    expect(listIn(await answer(2)).names.slice(0, 2)).toEqual(ALL.slice(0, 2))
    expect(await exited).toMatchObject({ code: 0, stray: [] })
  })
})
