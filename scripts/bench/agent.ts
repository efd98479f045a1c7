import { agentReport } from './agent/report.ts'
import { ROW_TASKS } from './agent/tasks/rows.ts'
import { LONG_TASKS } from './agent/tasks/runs.ts'
import { SHORT_TASKS, startTrialWorld, tryTasks } from './agent/trial.ts'
import { installIncumbent, measuredIncumbent } from './incumbent.ts'
import { MAIN } from './process.ts'
import type { Report } from './table.ts'

/** The longest last. */
const TASKS = [...SHORT_TASKS, ...LONG_TASKS]

/** Counts which tasks a scripted agent solves with each server, and what that costs it. */
export async function agent(): Promise<Report> {
  const theirs = await installIncumbent()
  const world = await startTrialWorld()
  try {
    // Nothing depends on time but the 60 s that a client waits, so both may work at once.
    const [ours, incumbent] = await bothToTheirEnd(
      tryTasks(TASKS, world, { args: [MAIN] }, 'ours'),
      typeof theirs === 'string' ? undefined : tryTasks(TASKS, world, theirs, 'incumbent'),
    )
    const tasks = TASKS.map((task) => ({ name: task.name, isOnRows: ROW_TASKS.includes(task) }))
    return { ...agentReport(tasks, ours, incumbent), ...measuredIncumbent(theirs) }
  } finally {
    await world.api.close()
  }
}

/** Waits for both, even if one fails: the other still needs the API. */
async function bothToTheirEnd<A, B>(a: Promise<A>, b: Promise<B> | undefined) {
  await Promise.allSettled([a, b])
  return Promise.all([a, b])
}
