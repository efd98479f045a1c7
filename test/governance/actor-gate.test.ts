import { expect, it } from 'vitest'
import { ActorCache, actorGate } from '../../src/governance/actor-gate.ts'
import { AllowLists } from '../../src/governance/allow-lists.ts'

/** Creates gates of one server whose clock the test moves, and an API that counts reads. */
function createGates() {
  const api = { name: 'acme/site', reads: 0 }
  const clock = { now: 0 }
  const cache = new ActorCache(() => clock.now)
  const lists = new AllowLists({ allow: ['acme/*'], deny: [] })
  const ask = (tenant: string, handle: string) =>
    actorGate(lists, cache, tenant).allowed(
      handle,
      async () => {
        api.reads++
        return { id: 'actor1', name: api.name }
      },
      'no run was started',
    )
  return { api, clock, ask }
}

it('an Actor is read once, and started by its id', async () => {
  const { api, ask } = createGates()
  for (const _ of [1, 2, 3]) expect(await ask('t', 'acme/site')).toMatchObject({ id: 'actor1' })
  expect(api.reads).toBe(1)
})

it('each tenant reads for itself, since names of an own account mean something else for each', async () => {
  const { api, ask } = createGates()
  await ask('one', '~site')
  await ask('two', '~site')
  expect(api.reads).toBe(2)
})

it('a renamed Actor is judged by its new name after five minutes', async () => {
  const { api, clock, ask } = createGates()
  await ask('t', 'actor1')
  api.name = 'mallory/site'
  clock.now = 299_999
  expect(await ask('t', 'actor1')).toMatchObject({ name: 'acme/site' })
  clock.now = 300_000
  await expect(ask('t', 'actor1')).rejects.toThrow('--allow-actors')
})

it('an Actor that cannot be read is refused, and asked for again', async () => {
  const lists = new AllowLists({ allow: ['acme/*'], deny: [] })
  const gate = actorGate(lists, new ActorCache(), 't')
  const unknown = () => Promise.reject(new Error('There is no such Actor.'))
  await expect(gate.allowed('x', unknown, 'no')).rejects.toThrow('There is no such Actor.')
  const found = async () => ({ id: 'actor1', name: 'acme/site' })
  expect(await gate.allowed('x', found, 'no')).toMatchObject({ id: 'actor1' })
})

it('no more than 1000 Actors are remembered', async () => {
  const { api, ask } = createGates()
  for (let i = 0; i <= 1000; i++) await ask('t', `a${i}`)
  await ask('t', 'a1000')
  expect(api.reads).toBe(1001)
  await ask('t', 'a0')
  expect(api.reads).toBe(1002)
})
