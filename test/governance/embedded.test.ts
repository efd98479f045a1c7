import { expect, it, onTestFinished } from 'vitest'
import { createEmbeddedServer } from '../../src/app/embedded-server.ts'
import { spendingWorld } from '../support/spending-world.ts'

it('a server inside a program has the same lists and limits', async () => {
  const { fake, starts } = await spendingWorld()
  const server = await createEmbeddedServer({
    token: fake.token,
    baseUrl: fake.url,
    allowActors: ['alice/*'],
    denyActors: ['alice/secret'],
    maxTotalCostUsd: 2,
    maxRuns: 1,
  })
  onTestFinished(() => server.close())
  const run = (actorId: string) => server.callTool('run_actor', { actorId })
  expect(await run('mallory/miner')).toMatchObject({ isError: true })
  expect(await run('alice/crawler')).not.toMatchObject({ isError: true })
  expect(await run('alice/crawler')).toMatchObject({ isError: true })
  expect(starts).toEqual([{ id: 'started1', of: 'actor1', maxTotalChargeUsd: 2 }])
  expect((await server.callTool('whoami')).structuredContent).toMatchObject({
    allowActors: ['alice/*'],
    denyActors: ['alice/secret'],
    runsLeft: 0,
    usdLeft: 0,
  })
})

it('options that name no Actor, or forbid a tool of one, are refused by name', async () => {
  const create = (options: object) => createEmbeddedServer({ token: 'a', ...options })
  await expect(create({ allowActors: ['crawler'] })).rejects.toThrow('allowActors has "crawler"')
  await expect(create({ actorTools: ['a/b'], denyActors: ['a/*'] })).rejects.toThrow(
    'actorTools names "a/b", which denyActors does not let run.',
  )
})
