import { EventEmitter, once } from 'node:events'
import { expect } from 'vitest'
import type { FakeRequest } from './fake-apify/server.ts'
import { answerIn, startHttp } from './http.ts'
import { seed } from './seeded-server.ts'

const STATUS = 'GET /v2/actor-runs/run1'
/** Arguments with which `get_run` waits for the run as long as it can. */
export const WAITING = { runId: 'run1', waitSecs: 45 }

/** Seeds a fake with a run that does not end, so that a call waits at Apify until it is stopped. */
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
    /** Returns the first request at Apify that waits for the run. */
    upstream: () => waiting,
    /** Returns all requests so far that wait for the run. */
    waits: () => fake.sent(STATUS).filter(isWait),
    /** Leaves all further such requests without an answer, even after their time is up. */
    hold: () => fake.on(STATUS, (request) => (isWait(request) ? undefined : 'pass')),
  }
}

/** Starts a server over HTTP with such a fake. */
export async function serveWaiting() {
  const waiting = await seedWaiting()
  return { ...waiting, ...(await startHttp({ fake: waiting.fake })) }
}

/** Checks that each call, with the ids 0, 1, … in order, gets the error of a server that shuts down. */
export async function expectShutDown(calls: Promise<Response>[]): Promise<void> {
  for (const [sent, answer] of (await Promise.all(calls)).entries()) {
    const { id, error } = await answerIn(answer)
    expect(id).toBe(sent)
    expect(error?.message).toContain('shutting down')
  }
}
