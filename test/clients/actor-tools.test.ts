import { EventEmitter, once } from 'node:events'
import { expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { type Connected, describeWays, withActorTool } from '../support/clients/use-client.ts'
import { type Client, connectBy, WAYS } from '../support/clients/ways.ts'
import { startWorld } from '../support/clients/world.ts'
import { ACTOR_NAME, ACTOR_TOOL, ID } from '../support/clients/world-data.ts'
import { MODERN } from '../support/protocol-versions.ts'

/** One Actor by three names, two with names that are alike, one with odd fields, one that is missing. */
const NAMES = [
  ACTOR_NAME,
  ACTOR_NAME.replace('/', '~'),
  ID.actor,
  'bob/web.crawler',
  'bob/web-crawler',
  'carl/odd',
  'dora/none',
]

const listed = z.looseObject({
  ttlMs: z.number().optional(),
  tools: z.array(
    z.looseObject({
      name: z.string(),
      description: z.string(),
      inputSchema: z.looseObject({
        properties: z.record(z.string(), z.unknown()).optional(),
        required: z.array(z.string()).optional(),
      }),
    }),
  ),
})

async function list(client: Client) {
  const { result, error } = await client.send(client.message('tools/list'))
  expect(error).toBeUndefined()
  return listed.parse(result)
}

/** Returns the tool of an Actor, which its description names. */
async function toolOf({ client }: Connected, actorId: string) {
  const { tools } = await list(client())
  const found = tools.filter(({ description }) => description.includes(`Actor ${actorId} `))
  expect(found.map(({ name }) => name)).toHaveLength(1)
  const [{ name, inputSchema } = { name: '', inputSchema: {} }] = found
  return { name, inputSchema: listed.shape.tools.element.shape.inputSchema.parse(inputSchema) }
}

const startsOf = (requests: readonly string[]) =>
  requests.flatMap((request) => /^POST \/v2\/actors\/(\S+)\/runs/.exec(request)?.[1] ?? [])

describeWays(
  (connected) => {
    const { client, outcome } = connected

    it('has one tool for one Actor, and no name twice', async () => {
      const names = (await list(client())).tools.map(({ name }) => name)
      expect(new Set(names).size).toBe(names.length)
      expect(names.filter((name) => /alice/.test(name))).toEqual([ACTOR_TOOL])
      expect(names.filter((name) => /dora/.test(name))).toEqual([])
    })

    it.each(['bob/web.crawler', 'bob/web-crawler'])('%s is callable by its tool', async (actor) => {
      const { name } = await toolOf(connected, actor)
      const { isError, text, requests } = await outcome({ tool: name, args: { a: 'b' } })
      expect(isError, text).toBe(false)
      expect(startsOf(requests)).toEqual([actor.replace('/', '~')])
    })

    it('a required field whose name is no argument has one that stands for it', async () => {
      const { name, inputSchema } = await toolOf(connected, 'carl/odd')
      const [needed = ''] = inputSchema.required ?? []
      expect(needed).toMatch(/^[a-zA-Z_]\w{0,63}$/)
      const { isError, text, requests } = await outcome({ tool: name, args: { [needed]: ['x'] } })
      expect(isError, text).toBe(false)
      expect(requests.join('\n')).toContain('{"includeKeywords.keywords":["x"]}')
      const without = await outcome({ tool: name, args: {} })
      expect(without.isError).toBe(true)
      expect(startsOf(without.requests)).toEqual([])
    })

    it.each([
      [{ either: { a: 1 } }, '"either":{"a":1}'],
      [{ either: [1] }, '"either":[1]'],
      [{ either: '{"a":1}' }, '"either":{"a":1}'],
      [{ either: '[1]' }, '"either":[1]'],
      [{ count: 3 }, '"count":3'],
      [{ count: '3' }, '"count":3'],
    ])('fields of more than one type accept %j', async (fields, sent) => {
      const { name, inputSchema } = await toolOf(connected, 'carl/odd')
      const [needed = ''] = inputSchema.required ?? []
      const args = { [needed]: ['x'], ...fields }
      const { isError, text, requests } = await outcome({ tool: name, args })
      expect(isError, text).toBe(false)
      expect(requests.join('\n')).toContain(sent)
    })
  },
  (way, world) => {
    const { args = [], ...options } = withActorTool(way, world)
    return { args: [...args.slice(1), `--actor-tools=${NAMES.join(',')}`], ...options }
  },
)

it('a slow Actor holds no client: the list comes without it, and with it later', async () => {
  const clients = WAYS.map(async (way) => {
    const world = await startWorld()
    onTestFinished(() => world.fake.close())
    const events = new EventEmitter()
    const released = once(events, 'release')
    world.fake.on('GET /v2/actors/bob~web.crawler', async (): Promise<'pass'> => {
      await released
      return 'pass'
    })
    const { args = [], ...options } = withActorTool(way, world)
    const actorTools = `--actor-tools=${ACTOR_NAME},bob/web.crawler`
    const client = await connectBy(way, {
      fake: world.fake,
      ...options,
      args: [...args.slice(1), actorTools],
    })
    const early = await list(client)
    const names = early.tools.map(({ name }) => name)
    expect(names).toContain(ACTOR_TOOL)
    expect(names.filter((name) => /bob/.test(name))).toEqual([])
    if (way.version === MODERN) expect(early.ttlMs).toBe(0)
    events.emit('release')
    await expect
      .poll(async () => (await list(client)).tools.filter(({ name }) => /bob/.test(name)))
      .toHaveLength(1)
  })
  await Promise.all(clients)
})
