import { agentReport } from './agent/report.ts'
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
    // No time is measured, so both may work at once.
    const [ours, incumbent] = await Promise.all([
      tryTasks(TASKS, world, { args: [MAIN] }, 'ours'),
      typeof theirs === 'string' ? undefined : tryTasks(TASKS, world, theirs, 'incumbent'),
    ])
    const names = TASKS.map(({ name }) => name)
    return { ...agentReport(names, ours, incumbent), ...measuredIncumbent(theirs) }
  } finally {
    await world.api.close()
  }
}
