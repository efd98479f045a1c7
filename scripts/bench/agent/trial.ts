import { fileURLToPath } from 'node:url'
import { type Api, startApi } from '../api.ts'
import { type Program, startServer } from '../process.ts'
import { trialApi } from './api.ts'
import { Agent } from './client.ts'
import { type Seeded, seed } from './seed.ts'
import { attempt, type Outcome, type Side, type Task } from './task.ts'
import { RECORD_TASKS } from './tasks/records.ts'
import { ROW_TASKS } from './tasks/rows.ts'
import { RUN_TASKS } from './tasks/runs.ts'

const PLATFORM = fileURLToPath(new URL('./platform.ts', import.meta.url))

/** The tasks that take a moment each. */
export const SHORT_TASKS = [...ROW_TASKS, ...RECORD_TASKS, ...RUN_TASKS]

/** A platform that is filled for a trial. */
export interface TrialWorld extends Seeded {
  api: Api
}

/** Starts the platform of a trial, in a process of its own, and fills it. */
export async function startTrialWorld(): Promise<TrialWorld> {
  const api = await startApi(PLATFORM)
  try {
    return { api, ...(await seed(trialApi(api.env))) }
  } catch (error) {
    await api.close()
    throw error
  }
}

/**
 * Lets the agent try tasks with one server, one after the other.
 * @returns what became of each
 */
export async function tryTasks(
  tasks: readonly Task[],
  { api, given, truth }: TrialWorld,
  program: Program,
  side: Side,
): Promise<Outcome[]> {
  const owner = trialApi(api.env)
  const own = {
    rowsId: await owner.create('datasets', `written-by-${side}`),
    orderActor: `local/place-order-${side}`,
    apiUrl: api.env.APIFY_API_BASE_URL,
  }
  const world = { truth, given: { ...given, ...own }, api: owner }
  const server = startServer({ ...program, env: { ...program.env, ...api.env } })
  try {
    const list = await server.open()
    const outcomes: Outcome[] = []
    for (const task of tasks)
      outcomes.push(await attempt(task, side, new Agent(server, list), world))
    return outcomes
  } finally {
    await server.close()
  }
}
