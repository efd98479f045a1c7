import { EventEmitter, once } from 'node:events'
import { expect } from 'vitest'
import type { FakeRequest } from './fake-apify/server.ts'
import { answerIn, startHttp } from './http.ts'
import { seed } from './seeded-server.ts'

const STATUS = 'GET /v2/actor-runs/run1'
/** Arguments of `get_run` that wait for the run, as long as a call may. */
export const WAITING = { runId: 'run1', waitSecs: 45 }

/** A fake with a run that does not end, so that a call waits at Apify until it is stopped. */
export async function seedWaiting() {
  const fake = await seed()
  fake.setRun({ id: 'run1', status: 'RUNNING' })
  const isWait = ({ query }: FakeRequest) => Number(query.waitForFinish ?? 0) > 0
  const waits = new EventEmitter()
  const waiting: Promise<FakeRequest> = once(waits, 'request').then(([request]) => request)
  fake.on(STATUS, (request) => {
    if (isWait(request)) waits.emit('request', request)
    return 'pass'
  })
  return {
    fake,
    /** The first request at Apify that waits for the run. */
    upstream: () => waiting,
    /** All requests so far that wait for the run. */
    waits: () => fake.sent(STATUS).filter(isWait),
    /** From now on such a request is answered by nothing, not even the end of its time. */
    hold: () => fake.on(STATUS, (request) => (isWait(request) ? undefined : 'pass')),
  }
}

/** A server over HTTP on such a fake. */
export async function serveWaiting() {
  const waiting = await seedWaiting()
  return { ...waiting, ...(await startHttp({ fake: waiting.fake })) }
}

/** Each call, with the ids 0, 1, … in order, is answered by the error of a server that ends. */
export async function expectShutDown(calls: Promise<Response>[]): Promise<void> {
  for (const [sent, answer] of (await Promise.all(calls)).entries()) {
    const { id, error } = await answerIn(answer)
    expect(id).toBe(sent)
    expect(error?.message).toContain('shutting down')
  }
}
