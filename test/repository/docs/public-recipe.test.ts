import { expect, it } from 'vitest'
import { connectTo } from '../../support/controls/connect.ts'
import { demandPayments, payment } from '../../support/fake-apify/payments.ts'
import { call, post, startHttp } from '../../support/http.ts'
import { LEGACY, MODERN } from '../../support/protocol-versions.ts'
import { spendingWorld } from '../../support/spending-world.ts'
import { writeRecipe } from './recipes.ts'

const RUN = { tool: 'run_actor', args: { actorId: 'alice/crawler' } }
const WHOAMI = { tool: 'whoami', args: {} }

/** Starts the public server as it stands. It has no token of its own. */
async function openPublic(args: string[] = []) {
  const world = await spendingWorld()
  const config = await writeRecipe('public.json')
  const server = await startHttp({ fake: world.fake, args: [`--config=${config}`, ...args] })
  const url = server.url.replace('0.0.0.0', '127.0.0.1')
  const connect = (token: string | undefined, query = '', version: Version = LEGACY) => {
    const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}
    return connectTo({ url: `${url}${query}`, headers }, { version })
  }
  return { ...world, url, connect }
}
type Version = typeof LEGACY | typeof MODERN

it('each client of a public endpoint brings its own token', async () => {
  const { fake, url, connect, starts } = await openPublic()
  expect((await post(url, call(1, 'whoami'))).status).toBe(401)
  const client = await connect(fake.token)
  expect((await client.call(WHOAMI)).structured).toMatchObject({ username: 'alice' })
  expect((await client.call(RUN)).isRefused).toBe(false)
  const stranger = await connect('apify_api_of_somebody_else')
  const foreign = await stranger.call({ tool: 'get_run', args: { runId: 'run1' } })
  expect(foreign).toMatchObject({ isRefused: true, text: expect.stringContaining('401') })
  expect(starts).toHaveLength(1)
  expect(await client.names()).not.toContain('export_items')
  const upload = { tool: 'put_record', args: { storeId: 'store1', recordKey: 'a', file: 'a.txt' } }
  expect((await client.call(upload)).isRefused).toBe(true)
  const narrow = await connect(fake.token, '?tools=runs&read-only', MODERN)
  expect(await narrow.names()).toEqual(['get_log', 'get_run', 'list_runs'])
  expect((await narrow.call(RUN)).isRefused).toBe(true)
  await expect(connect(fake.token, '?max-result-tokens=9000')).rejects.toThrow('to 8000')
})

it('with payments, a client needs no account to run', async () => {
  const { fake, connect, starts } = await openPublic(['--payments', 'x402'])
  demandPayments(fake)
  for (const version of [LEGACY, MODERN] as const) {
    const client = await connect(undefined, '', version)
    expect(await client.names()).toContain('run_actor')
    const search = { tool: 'search_actors', args: { query: 'crawler' } }
    expect((await client.call(search)).isRefused).toBe(false)
    expect((await client.call({ tool: 'list_runs', args: {} })).isRefused).toBe(true)
    const before = starts.length
    const unpaid = await client.call(RUN)
    expect(unpaid).toMatchObject({ isRefused: true, text: expect.stringContaining('accepts') })
    expect(starts).toHaveLength(before)
    const paid = await client.call({ ...RUN, meta: { 'x402/payment': payment() } })
    expect(paid).toMatchObject({ isRefused: false })
    expect(starts).toHaveLength(before + 1)
  }
  const own = await connect(fake.token)
  expect((await own.call(WHOAMI)).isRefused).toBe(false)
})
