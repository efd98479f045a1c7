import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, it } from 'vitest'
import { listAll } from '../../support/actor-tools.ts'
import { startServer } from '../../support/mcp-client.ts'
import { ACTOR, BUILD, seed, serve } from '../../support/seeded-server.ts'

const NAME = 'alice--crawler'
const OWN = ['whoami', 'add_actor_tool', 'remove_actor_tool']
const ARGS = ['--tools=whoami,dynamic']
const actorId = 'alice/crawler'

describe('remove_actor_tool', () => {
  it.each([
    { toolName: NAME },
    { actorId },
    { actorId: 'actor1' },
    { actorId: 'https://apify.com/alice/crawler' },
  ])('takes a tool away that was added, by %j', async (args) => {
    const { client, call } = await serve({ args: ARGS })
    let changes = 0
    client.setNotificationHandler(ToolListChangedNotificationSchema, () => {
      changes++
    })
    await call('add_actor_tool', { actorId })
    const { structured } = await call('remove_actor_tool', args)
    expect(structured).toEqual({ toolName: NAME, actorName: actorId, removed: true })
    expect(changes).toBe(2)
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(OWN)
    const { text, isError } = await call(NAME, {})
    expect([isError, text]).toEqual([true, expect.stringMatching(/^There is no tool "alice--/)])
  })

  it('names those that were added if there is no such tool', async () => {
    const { call } = await serve({ args: ARGS })
    await call('add_actor_tool', { actorId })
    expect((await call('remove_actor_tool', { toolName: 'whoami' })).text).toBe(
      'No tool was added for "whoami". Those that can be removed: alice--crawler.',
    )
  })

  it.each([[{}], [{ actorId, toolName: NAME }]])('takes one name: %j', async (args) => {
    const { call } = await serve({ args: ARGS })
    const { text, isError } = await call('remove_actor_tool', args)
    expect([isError, text]).toEqual([true, expect.stringContaining('Give exactly one of them.')])
  })

  it.each([[{ actorId }], [{ toolName: NAME }]])(
    'leaves what the operator has named: %j',
    async (args) => {
      const fake = await seed()
      fake.catalog.actors.set('bob~web', { ...ACTOR, id: 'actor2', username: 'bob', name: 'web' })
      fake.catalog.builds.set('bob~web', BUILD)
      const { client, call } = await startServer({
        fake,
        args: [...ARGS, `--actor-tools=${actorId}`],
      })
      const list = async () => (await client.listTools()).tools
      await listAll(list, OWN.length + 1)
      await call('add_actor_tool', { actorId: 'bob/web' })
      const { text, isError } = await call('remove_actor_tool', args)
      expect([isError, text]).toEqual([true, expect.stringContaining('(`--actor-tools`)')])
      expect(text).toContain('Those that can be removed: bob--web.')
      expect((await list()).map(({ name }) => name)).toEqual([...OWN, NAME, 'bob--web'])
    },
  )
})
