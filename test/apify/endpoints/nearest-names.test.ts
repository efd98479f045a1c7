import { describe, expect, it, onTestFinished } from 'vitest'
import { fail, startFakeApify } from '../../support/fake-apify/apify.ts'
import { openServer } from '../../support/in-process-server.ts'
import { startServer } from '../../support/mcp-client.ts'

const SECRET = `apify_api_${'x1'.repeat(18)}`
const LISTS = ['GET /v2/datasets', 'GET /v2/key-value-stores', 'GET /v2/store', 'GET /v2/actors']

async function openFake(names: string[] = []) {
  const fake = await startFakeApify()
  onTestFinished(fake.close)
  for (const [i, name] of names.entries())
    for (const all of Object.values(fake.storages)) all.push({ id: `id${i}`, name })
  const listed = () => LISTS.reduce((sum, pattern) => sum + fake.sent(pattern).length, 0)
  return { fake, listed }
}

async function errorOf(names: string[], tool: string, args: Record<string, unknown>) {
  const { fake, listed } = await openFake(names)
  const server = openServer(fake.url, fake.token)
  onTestFinished(server.close)
  const { ok, text } = await server.call(tool, args)
  expect(ok).toBe(false)
  return { text, listed: listed(), fake }
}

describe('the error about an unknown name', () => {
  it.each([
    ['list_dataset_items', { datasetId: 'finanse' }],
    ['get_dataset', { datasetId: '~finanse' }],
    ['query_dataset', { datasetId: 'alice/finanse', sql: 'SELECT 1' }],
    ['push_dataset_items', { datasetId: 'finanse', items: [{}] }],
    ['get_record', { storeId: 'finanse', recordKey: 'a' }],
    ['put_record', { storeId: 'finanse', recordKey: 'a', text: 'b' }],
  ])('of %s %j gives the nearest, with one request', async (tool, args) => {
    const names = ['prices', 'finance', 'reviews', 'finance-2024']
    const { fake, listed } = await openFake(names)
    fake.on('PUT /v2/key-value-stores/:id/records/:key', fail(404, 'record-not-found', 'No'))
    const server = openServer(fake.url, fake.token)
    onTestFinished(server.close)
    const { text } = await server.call(tool, args)
    expect(text).toMatch(/The nearest names are `finance`, `finance-2024`, `\w+`\./)
    expect(listed()).toBe(1)
  })

  it('gives none for a list that is empty, cannot be read or has no names', async () => {
    const args = { datasetId: 'finanse' }
    expect((await errorOf([], 'get_dataset', args)).text).toContain('There is no named dataset.')
    const { fake } = await openFake(['finance'])
    fake.on('GET /v2/datasets', fail(403, 'insufficient-permissions', 'No'))
    const server = openServer(fake.url, fake.token)
    onTestFinished(server.close)
    const { text } = await server.call('get_dataset', args)
    expect(text).toContain('The dataset "finanse" was not found')
    expect(text).not.toContain('nearest')
  })

  it('gives for an id only names that are like it', async () => {
    const id = 'financialReport25'
    const near = await errorOf(['financialReport24', 'b'], 'get_dataset', { datasetId: id })
    expect(near.text).toContain('The nearest name is `financialReport24`.')
    const none = await errorOf(['prices', 'reviews'], 'get_dataset', { datasetId: id })
    expect(none.text).not.toContain('nearest')
  })

  it('shows names cut and without secrets', async () => {
    const names = [`finance-${SECRET}`, `finance-${'a'.repeat(5000)}`]
    const { text } = await errorOf(names, 'get_dataset', { datasetId: 'finance' })
    expect(text).toContain('The nearest names are')
    expect(text).not.toContain('x1x1')
    expect(text.length).toBeLessThan(600)
  })

  it('finds Actors in the Store by their words', async () => {
    const { fake, listed } = await openFake()
    fake.catalog.store.push(
      { username: 'apify', name: 'website-content-crawler' },
      { username: 'bob', name: 'crawler' },
    )
    const server = openServer(fake.url, fake.token)
    onTestFinished(server.close)
    for (const tool of ['get_actor', 'run_actor', 'run_actor_sync']) {
      const { text } = await server.call(tool, { actorId: 'website-content-crawler' })
      expect(text, tool).toContain('The nearest name is `apify/website-content-crawler`.')
    }
    const args = { actorId: 'carol/crawler', input: {} }
    fake.catalog.store.push({ username: 'carol', name: 'crawler-2' })
    expect((await server.call('validate_input', args)).text).toContain('`carol/crawler-2`')
    expect(listed()).toBeLessThanOrEqual(6)
  })

  it.each([
    ['get_dataset', { datasetId: 'finanse' }],
    ['get_actor', { actorId: 'crowler' }],
  ])('of %s alone names nothing that another tool would list', async (tool, args) => {
    const { fake, listed } = await openFake(['finance'])
    fake.catalog.store.push({ username: 'apify', name: 'crowler-x' })
    const { call } = await startServer({ fake, args: [`--tools=${tool}`] })
    const { text, isError } = await call(tool, args)
    expect(isError).toBe(true)
    expect(text).not.toContain('nearest')
    expect(listed()).toBe(0)
  })

  it('of a resource gives the nearest too, if the server lists storages', async () => {
    const { fake } = await openFake(['finance'])
    const { client } = await startServer({ fake })
    for (const uri of ['apify://dataset/finanse/items', 'apify://store/finanse/a'])
      await expect(client.readResource({ uri }), uri).rejects.toThrow(
        'The nearest name is `finance`.',
      )
    const { client: alone } = await startServer({
      fake,
      args: ['--tools=list_dataset_items,get_record'],
    })
    for (const uri of ['apify://dataset/finanse/items', 'apify://store/finanse/a'])
      await expect(alone.readResource({ uri }), uri).rejects.toThrow(/^(?!.*nearest)/)
  })
})
