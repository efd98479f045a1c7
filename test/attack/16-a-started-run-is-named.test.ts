import { describe, expect, it } from 'vitest'
import { listAll } from '../support/actor-tools.ts'
import { type AttackedServer, DOORS, openServer } from '../support/attack/open-server.ts'
import { fail, send } from '../support/fake-apify/reply.ts'
import { ACTOR, BUILD, RUN, seed } from '../support/seeded-server.ts'

/** The largest timer of Node.js is 2^31 - 1 ms, which is 2,147,483 seconds. */
const TOO_LONG = [2_147_484, 3_000_000, 9_007_199_254_740_991]
const TOOL = 'alice--crawler'

/** Seeds an Actor whose own input has the names of what our tools take. */
async function seedActor() {
  const fake = await seed()
  const properties = {
    waitSecs: { title: 'Wait', type: 'integer', description: 'Own.' },
    timeoutSecs: { title: 'Timeout', type: 'integer', description: 'Own.' },
  }
  const inputSchema = JSON.stringify({
    title: 'Input',
    type: 'object',
    schemaVersion: 1,
    properties,
  })
  // Where clients bring their tokens, a server reads Actors without one.
  fake.on('GET /v2/actors/:id', (_, response) => send(response, 200, ACTOR))
  fake.on('GET /v2/actors/:id/builds/default', (_, response) =>
    send(response, 200, { ...BUILD, inputSchema }),
  )
  return fake
}

/** Waits until the tools of Actors are there. */
async function ready({ ask }: AttackedServer) {
  const list = async () => {
    const { tools } = Object((await ask('tools/list')).result)
    return tools.filter(({ name }: { name: string }) => name === TOOL)
  }
  await listAll(list, 1)
}

describe.each(DOORS)('$name', (door) => {
  it(`16 an Actor's own waitSecs is no wait of ours, over ${door.name}`, async () => {
    const fake = await seedActor()
    const server = await openServer(door, { fake, args: ['--actor-tools=alice/crawler'] })
    await ready(server)
    for (const waitSecs of TOO_LONG) {
      const { text, structured, isError } = await server.call(TOOL, { waitSecs })
      expect(isError, text).toBe(false)
      expect(structured.run).toMatchObject({ runId: RUN.id })
    }
    const [first] = fake.sent('POST /v2/actors/alice~crawler/runs')
    expect(JSON.parse(String(first?.body))).toEqual({ waitSecs: TOO_LONG[0] })
  })

  it.each(['run_actor', 'run_actor_sync', TOOL])(
    `16 whatever fails after the start, %s names the run, over ${door.name}`,
    async (tool) => {
      const fake = await seedActor()
      fake.setRun({ ...RUN, status: 'RUNNING' })
      const server = await openServer(door, { fake, args: ['--actor-tools=alice/crawler'] })
      await ready(server)
      for (const [status, type] of [
        [403, 'insufficient-permissions'],
        [404, 'record-not-found'],
        [400, 'invalid-request'],
      ] as const) {
        fake.on('GET /v2/actor-runs/:id', fail(status, type, 'Not now'))
        const args = tool === TOOL ? {} : { actorId: 'alice/crawler', waitSecs: 5 }
        const { text } = await server.call(tool, args)
        expect(text).toContain(RUN.id)
      }
    },
  )
})
