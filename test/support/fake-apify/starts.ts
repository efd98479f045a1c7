import type { FakeApify } from './apify.ts'
import { send } from './reply.ts'
import type { FakeRun } from './types.ts'

/**
 * Makes a fake create a run for each start, as the platform does.
 * @returns a function that returns how many runs of an Actor were started
 */
export function countStarts(fake: FakeApify, run: FakeRun) {
  const started: string[] = []
  fake.on('POST /v2/actors/:id/runs', ({ params, headers }, response) => {
    const id = `${params.id}-${started.filter((actor) => actor === params.id).length}`
    started.push(params.id ?? '')
    const meta = { userAgent: headers['user-agent'] }
    fake.setRun({ ...run, id, actId: params.id, meta })
    return send(response, 201, { ...run, id, actId: params.id })
  })
  return (actor: string) => started.filter((id) => id === actor).length
}
