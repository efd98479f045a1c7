import { expect, it, onTestFinished } from 'vitest'
import {
  SHORT_TASKS,
  startTrialWorld,
  type TrialWorld,
  tryTasks,
} from '../../../../scripts/bench/agent/trial.ts'
import { MAIN } from '../../../support/server-options.ts'

/** Lets the agent try the tasks, and returns why it failed, by their names. */
async function unsolved(world: TrialWorld): Promise<Record<string, string>> {
  const outcomes = await tryTasks(SHORT_TASKS, world, { args: [MAIN] }, 'ours')
  const reasons = SHORT_TASKS.map(({ name }, i) => [name, outcomes[i]?.reason] as const)
  return Object.fromEntries(reasons.flatMap(([name, reason]) => (reason ? [[name, reason]] : [])))
}

it('is passed by the built server, except for a run that takes long', async () => {
  const world = await startTrialWorld()
  onTestFinished(() => world.api.close())
  expect(await unsolved(world)).toEqual({})
})

it('finds out what is not done, and whose answer is wrong', async () => {
  const world = await startTrialWorld()
  onTestFinished(() => world.api.close())
  const other = { ...world.truth, room: 0, changes: [], costUsd: 0 }
  // The tool refuses an empty list.
  const given = { ...world.given, newRows: [] }
  expect(await unsolved({ ...world, truth: other, given })).toEqual({
    'the end of a long field': 'wrong: 226',
    'what changed between two runs': expect.stringMatching(/^wrong: \["SKU-1060"/),
    'the sum of the costs of 36 runs': expect.stringMatching(/^wrong: \d/),
    '20 rows written': expect.stringMatching(/^push_dataset_items: /),
  })
})
