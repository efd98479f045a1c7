import { beforeAll, describe } from 'vitest'
import type { OnEnd } from '../folder.ts'
import type { ServerOptions } from '../server-options.ts'
import { type Outcome, outcomeOf, type SentCall } from './outcome.ts'
import { type Client, connectBy, WAYS, type Way } from './ways.ts'
import { startWorld, type World } from './world.ts'
import { ACTOR_NAME } from './world-data.ts'

/** A client and what it reaches, started once for all tests of a file over one way. */
export interface Connected {
  client(): Client
  world(): World
  /** Makes a call and returns all that it did. */
  outcome(call: SentCall): Promise<Outcome>
}

/** What the server of a way is started with. `onEnd` registers what to end with it. */
type OptionsOf = (way: Way, world: World, onEnd: OnEnd) => Promise<ServerOptions> | ServerOptions

/** Describes tests that clients pass over every transport, in every version of the protocol. */
export function describeWays(
  tests: (connected: Connected, way: Way) => void,
  options: OptionsOf = () => ({}),
): void {
  describe.each(WAYS)('over $transport in $version', (way) => {
    let world: World
    let client: Client
    beforeAll(async () => {
      const ends: (() => Promise<void>)[] = []
      world = await startWorld()
      const { fake } = world
      const onEnd: OnEnd = (end) => ends.unshift(end)
      client = await connectBy(way, { fake, onEnd, ...(await options(way, world, onEnd)) })
      // Until the tools are listed, the server may still read Actors, beside the first call.
      await client.send(client.message('tools/list'))
      return async () => {
        for (const end of ends) await end()
        await fake.close()
      }
    })
    const call = (sent: SentCall) => outcomeOf(client, world, sent)
    tests({ client: () => client, world: () => world, outcome: call }, way)
  })
}

/** Offers the world's Actor as a tool. Over HTTP only a server with a token of its own can read it. */
export function withActorTool({ transport }: Way, { fake }: World): ServerOptions {
  const actorTools = `--actor-tools=${ACTOR_NAME}`
  if (transport === 'stdio') return { args: [actorTools, '--tools=all'] }
  const env = { APIFY_TOKEN: fake.token, MCP_ACCESS_KEY: fake.token }
  return { args: [actorTools, '--tools=all', '--shared-token'], env }
}
