import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, it } from 'vitest'
import addActorTool from '../../../tools/dynamic/add_actor_tool.ts'
import { callHandler } from '../../support/call-handler.ts'
import { CLIENTS_WITH_CONFIRMATION, person } from '../../support/confirmation-clients.ts'
import { fail } from '../../support/fake-apify/apify.ts'
import { startServer, type TestServer } from '../../support/mcp-client.ts'
import { ACTOR, BUILD, seed } from '../../support/seeded-server.ts'

const NAME = 'alice--crawler'
const OWN = ['whoami', 'add_actor_tool', 'remove_actor_tool']
const ARGS = ['--tools=whoami,dynamic']
const actorId = 'alice/crawler'
const INPUT = { startUrls: [{ url: 'https://example.com' }], country: 'C1' }

/** Starts a server whose client counts how often it hears that the list has changed. */
async function start(args = ARGS) {
  const fake = await seed()
  const server = await startServer({ fake, args })
  return { fake, ...server, ...watch(server) }
}

function watch({ client }: TestServer) {
  let changes = 0
  client.setNotificationHandler(ToolListChangedNotificationSchema, () => {
    changes++
  })
  const names = async () => (await client.listTools()).tools.map(({ name }) => name)
  return { changes: () => changes, names }
}

describe('add_actor_tool', () => {
  it('announces a tool that takes the input of the Actor, and runs it', async () => {
    const { client, call, fake, changes, names } = await start()
    expect(client.getServerCapabilities()).toHaveProperty('tools', { listChanged: true })
    expect(await names()).toEqual(OWN)
    const { structured } = await call('add_actor_tool', { actorId })
    expect(structured).toMatchObject({ toolName: NAME, actorName: actorId })
    expect(structured.note).toMatch(/input.*as its arguments.*`notifications\/tools\/list_changed`/)
    expect([changes(), fake.sent('POST /v2/actors/alice~crawler/runs')]).toEqual([1, []])
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual([...OWN, NAME])
    expect(tools.at(-1)?.inputSchema.required).toEqual(['startUrls', 'country'])
    const run = await call(NAME, INPUT)
    expect(run.structured).toMatchObject({ run: { status: 'SUCCEEDED' } })
    const [sent] = fake.sent('POST /v2/actors/alice~crawler/runs')
    expect(JSON.parse(sent?.body.toString() ?? '')).toEqual(INPUT)
    expect((await call(NAME, { depth: 1 })).text).toContain('startUrls')
  })

  it('adds an Actor of the local platform, which a client may call before it lists again', async () => {
    const { call, client } = await startServer({ args: ARGS })
    await client.listTools()
    const added = await call('add_actor_tool', { actorId: 'website-crawler' })
    const actorName = 'local/website-crawler'
    expect(added.structured).toMatchObject({ toolName: 'local--website-crawler', actorName })
    const { structured, isError } = await call('local--website-crawler', {
      startUrls: [{ url: 'http://127.0.0.1:9/' }],
    })
    expect(isError).toBe(false)
    expect(structured).toMatchObject({ run: { actorName } })
  })

  it.each([actorId, 'actor1', 'https://apify.com/alice/crawler'])(
    'says the same of an Actor that is there already: %s',
    async (again) => {
      const { call, changes, names } = await start()
      const first = await call('add_actor_tool', { actorId })
      expect((await call('add_actor_tool', { actorId: again })).structured).toEqual(
        first.structured,
      )
      expect([changes(), await names()]).toEqual([1, [...OWN, NAME]])
    },
  )

  it('adds nothing twice, whatever is called at the same time', async () => {
    const { call, changes, names, fake } = await start()
    fake.catalog.actors.set('bob~web', { ...ACTOR, id: 'actor2', username: 'bob', name: 'web' })
    fake.catalog.builds.set('bob~web', BUILD)
    const ids = [actorId, 'bob/web', 'actor1', actorId]
    const added = await Promise.all(ids.map((each) => call('add_actor_tool', { actorId: each })))
    expect(added.map(({ structured }) => structured.toolName)).toEqual([
      NAME,
      'bob--web',
      NAME,
      NAME,
    ])
    expect((await names()).toSorted()).toEqual([...OWN, NAME, 'bob--web'].toSorted())
    expect(changes()).toBe(2)
  })

  it('adds nothing if the call is cancelled meanwhile', async () => {
    const { client, call, changes, names, fake } = await start()
    fake.catalog.actors.set('bob~slow', { ...ACTOR, id: 'actor2', username: 'bob', name: 'slow' })
    fake.catalog.builds.set('bob~slow', BUILD)
    let release = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    const asked = new Promise<void>((resolve) => {
      fake.on('GET /v2/actors/bob~slow', async (): Promise<'pass'> => {
        resolve()
        await released
        return 'pass'
      })
    })
    const stop = new AbortController()
    const params = { name: 'add_actor_tool', arguments: { actorId: 'bob/slow' } }
    const cancelled = client.callTool(params, undefined, { signal: stop.signal })
    await asked
    stop.abort()
    await expect(cancelled).rejects.toThrow()
    await call('whoami')
    release()
    await call('add_actor_tool', { actorId })
    expect([changes(), await names()]).toEqual([1, [...OWN, NAME]])
  })

  it('says of an Actor that does not exist what get_actor says, with the nearest names', async () => {
    const args = ['--tools=default,dynamic']
    const unknown = { actorId: 'website-crawlr' }
    for (const server of [await start(args), await startServer({ args })]) {
      const { changes } = watch(server)
      const { text, isError } = await server.call('add_actor_tool', unknown)
      expect([text, isError]).toEqual([(await server.call('get_actor', unknown)).text, true])
      if (!('fake' in server)) expect(text).toContain('The nearest name is `local/website-crawler`')
      expect(changes()).toBe(0)
    }
  })

  it('adds nothing that it may not read, or whose input it cannot show', async () => {
    const { call, changes, names, fake } = await start()
    fake.catalog.builds.set('alice~crawler', { ...BUILD, inputSchema: '{"properties":' })
    const broken = await call('add_actor_tool', { actorId })
    expect(broken).toMatchObject({
      isError: true,
      text: 'The input schema of this Actor cannot be read. `run_actor` takes any input.',
    })
    const names150 = Array.from({ length: 150 }, (_, i) => `aFieldThatIsRequired${i}`)
    const inputSchema = JSON.stringify({
      type: 'object',
      properties: Object.fromEntries(names150.map((name) => [name, { type: 'string' }])),
      required: names150,
    })
    fake.catalog.builds.set('alice~crawler', { ...BUILD, inputSchema })
    const large = await call('add_actor_tool', { actorId })
    expect(large.text).toContain('The 150 required fields of this Actor do not fit')
    fake.on('GET /v2/actors/alice~crawler', fail(403, 'insufficient-permissions', 'No access.'))
    const denied = await call('add_actor_tool', { actorId })
    expect([denied.isError, denied.text]).toEqual([true, expect.stringContaining('(403)')])
    expect([changes(), await names()]).toEqual([0, OWN])
  })

  it.each(['client 1.x over stdio', 'client 2.x of 2025-11-25 over stdio'] as const)(
    'asks nobody, but the tool that it adds does, as run_actor_sync: %s',
    async (client) => {
      const fake = await seed()
      const someone = person(fake, 'decline')
      const args = [...ARGS, '--confirm=paid,write']
      const call = await CLIENTS_WITH_CONFIRMATION[client]({ fake, args, person: someone })
      expect(await call('add_actor_tool', { actorId })).toHaveProperty('isError', false)
      expect(someone.questions).toEqual([])
      expect(await call(NAME, INPUT)).toHaveProperty('isError', true)
      expect(someone.questions).toEqual([expect.stringContaining(actorId)])
      expect(fake.sent('POST /v2/actors/alice~crawler/runs')).toEqual([])
      expect(await call('remove_actor_tool', { actorId })).toHaveProperty('isError', false)
      expect(someone.questions).toHaveLength(1)
    },
  )

  it('says so where the list cannot be changed', async () => {
    await expect(callHandler(addActorTool, { actorId })).rejects.toThrow(
      'The list of tools of this server cannot be changed. `run_actor` runs any Actor.',
    )
  })
})
