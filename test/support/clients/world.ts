import { startFakeApify } from '../fake-apify/apify.ts'
import { send } from '../fake-apify/reply.ts'
import type { Handler } from '../fake-apify/server.ts'
import { emptyWorld, fillWorld, ID, WORLD_RUN } from './world-data.ts'

/** Apify as the tables of `test/clients` know it. */
export type World = Awaited<ReturnType<typeof startWorld>>

/** Starts a fake of Apify that each call finds with the same data. */
export async function startWorld() {
  const fake = await startFakeApify()
  let resets = 0
  const start: Handler = (_, response) => send(response, 201, WORLD_RUN)
  fake.on(`POST /v2/actor-tasks/${ID.task}/runs`, start)
  for (const id of [ID.actor, 'bob~web.crawler', 'bob~web-crawler', 'carl~odd'])
    fake.on(`POST /v2/actors/${id}/runs`, start)
  fillWorld(fake)
  return {
    fake,
    /** Undoes all that calls and `answer` have changed. */
    reset() {
      resets++
      emptyWorld(fake)
      fillWorld(fake)
    },
    /** Answers matching requests until the next reset. A handler may also alter a response and pass. */
    answer(pattern: string, handler: Handler) {
      const since = resets
      fake.on(pattern, (...exchange) => (since === resets ? handler(...exchange) : 'pass'))
    },
  }
}
