import { trialApi } from './agent/api.ts'
import { Agent } from './agent/client.ts'
import { agentReport } from './agent/report.ts'
import { type Seeded, seed } from './agent/seed.ts'
import type { Side } from './agent/sides.ts'
import { attempt, type Outcome } from './agent/task.ts'
import { RECORD_TASKS } from './agent/tasks/records.ts'
import { ROW_TASKS } from './agent/tasks/rows.ts'
import { LONG_TASKS, RUN_TASKS } from './agent/tasks/runs.ts'
import { type Api, startApi } from './api.ts'
import { installIncumbent, measuredIncumbent } from './incumbent.ts'
import { MAIN, type Program, startServer } from './process.ts'
import type { Report } from './table.ts'

const PLATFORM = new URL('./agent/platform.ts', import.meta.url).pathname
const TASKS = [...ROW_TASKS, ...RECORD_TASKS, ...RUN_TASKS, ...LONG_TASKS]

/** Lets the agent try all tasks with one server, one after the other. */
async function tryAll(program: Program, side: Side, api: Api, seeded: Seeded): Promise<Outcome[]> {
  const owner = trialApi(api.env)
  const own = {
    rowsId: await owner.create('datasets', `written-by-${side}`),
    orderActor: `local/place-order-${side}`,
    apiUrl: api.env.APIFY_API_BASE_URL,
  }
  const world = { truth: seeded.truth, given: { ...seeded.given, ...own }, api: owner }
  const server = startServer({ ...program, env: { ...program.env, ...api.env } })
  try {
    const list = await server.open()
    const outcomes: Outcome[] = []
    for (const task of TASKS)
      outcomes.push(await attempt(task, side, new Agent(server, list), world))
    return outcomes
  } finally {
    await server.close()
  }
}

/** Counts which tasks a scripted agent solves with each server, and what that costs it. */
export async function agent(): Promise<Report> {
  const theirs = await installIncumbent()
  const api = await startApi(PLATFORM)
  try {
    const seeded = await seed(trialApi(api.env))
    const [ours, incumbent] = await Promise.all([
      tryAll({ args: [MAIN] }, 'ours', api, seeded),
      typeof theirs === 'string' ? undefined : tryAll(theirs, 'incumbent', api, seeded),
    ])
    const report = agentReport(
      TASKS.map(({ name }) => name),
      ours,
      incumbent,
    )
    return { ...report, ...measuredIncumbent(theirs) }
  } finally {
    await api.close()
  }
}
