import { expect } from 'vitest'
import { ManualClock } from './manual-clock.ts'
import { startPlatform, type TestPlatform } from './platform.ts'

const MIDNIGHT = '2027-03-27T00:00:00.000Z'

/** Starts the Actor of the platform. */
export const RUN = { type: 'RUN_ACTOR', actorId: '~tester' }
/** A schedule that does so every hour. */
export const HOURLY = { cronExpression: '@hourly', actions: [RUN] }

/** Starts a platform at midnight. */
export async function startAtMidnight(script = '', dir?: string) {
  const clock = new ManualClock(MIDNIGHT)
  const platform = await startPlatform({ script, clock, ...(dir !== undefined && { dir }) })
  return { clock, ...platform }
}

/** Creates a schedule and returns it. */
export async function createSchedule({ call }: TestPlatform, given: object) {
  const { json } = await call('POST /v2/schedules', { body: JSON.stringify(given) })
  return json.data
}

/** Returns the runs of a platform, in the API's short form. */
export async function runsOf({ call }: TestPlatform, query = '') {
  return (await call(`GET /v2/actor-runs?${query}`)).json.data.items
}

/** Resolves with the runs when there are so many, and all have finished. */
export async function untilRan(platform: TestPlatform, count: number) {
  await expect.poll(async () => (await runsOf(platform, 'status=SUCCEEDED')).length).toBe(count)
  const runs = await runsOf(platform)
  expect(runs).toHaveLength(count)
  return Promise.all(
    runs.map(async (run: { id: string }) => {
      return (await platform.call(`GET /v2/actor-runs/${run.id}`)).json.data
    }),
  )
}

/** Resolves with the messages in the log of a schedule when there are so many. */
export async function untilNoted(
  { call }: TestPlatform,
  id: string,
  count: number,
): Promise<string[]> {
  const read = async () => (await call(`GET /v2/schedules/${id}/log`)).json.data
  await expect.poll(async () => (await read()).length).toBe(count)
  const entries = await read()
  return entries.map(({ level, message }: Record<string, string>) => `${level} ${message}`)
}
