import type { FakeApify } from './fake-apify/apify.ts'
import { send } from './fake-apify/reply.ts'
import type { Handler } from './fake-apify/server.ts'
import { ACTOR, RUN, seed } from './seeded-server.ts'

/** A run as the fake started it. */
interface StartedRun {
  id: string
  /** What the path of the start named: an Actor, or a task. */
  of: string
  /** The limit that was sent. */
  maxTotalChargeUsd: number | undefined
}

/** A fake whose starts create runs that go on until `end`. It has two Actors, of alice and of mallory. */
export async function spendingWorld() {
  const fake = await seed()
  const starts: StartedRun[] = []
  const startsOf =
    (actId?: string): Handler =>
    ({ params: { id: of = '' }, query, headers }, response) => {
      const id = `started${starts.length + 1}`
      const cap = query.maxTotalChargeUsd
      const maxTotalChargeUsd = cap === undefined ? undefined : Number(cap)
      starts.push({ id, of, maxTotalChargeUsd })
      const run = {
        id,
        actId: actId ?? of,
        status: 'RUNNING',
        startedAt: RUN.startedAt,
        usageTotalUsd: 0,
        meta: { userAgent: headers['user-agent'] },
        options: { maxTotalChargeUsd },
      }
      fake.setRun(run)
      return send(response, 201, run)
    }
  fake.on('POST /v2/actors/:id/runs', startsOf())
  fake.on('POST /v2/actor-tasks/:id/runs', startsOf('actor1'))
  const mallory = { ...ACTOR, id: 'actor2', username: 'mallory', name: 'miner' }
  fake.catalog.actors.set('actor2', mallory)
  fake.catalog.actors.set('mallory~miner', mallory)
  fake.catalog.actors.set('ALICE~Crawler', ACTOR)
  return {
    fake,
    starts,
    /** Ends a run, which has cost so much. */
    end: (id: string, usd: number, finishedAt = '2026-01-02T03:05:00.000Z') =>
      fake.setRun({ id, status: 'SUCCEEDED', usageTotalUsd: usd, finishedAt }),
    /** Returns what was sent and changes something. */
    changes: () => changesOf(fake),
  }
}

function changesOf({ requests }: FakeApify): string[] {
  return requests
    .filter(({ method }) => method !== 'GET' && method !== 'HEAD')
    .map(({ method, path }) => `${method} ${path}`)
}
