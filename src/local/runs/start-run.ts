import type { Actor } from '../actors/project.ts'
import { prepareInput } from '../actors/run-input.ts'
import { givenOptions, type Task } from '../actors/tasks.ts'
import type { Builds } from '../builds/builds.ts'
import type { AdHocWebhook } from '../webhooks/ad-hoc.ts'
import type { Run, RunMeta, RunOptions } from './run.ts'
import type { RunManager } from './run-manager.ts'

/** What a run is started with. */
export interface RunStart {
  actor: Actor
  options: Partial<RunOptions>
  /** The input as it came, and its type; empty if there is none. */
  body: Buffer
  contentType: string
  taskId: string | null
  webhooks: AdHocWebhook[]
  meta: RunMeta
}

interface StartServices {
  runs: RunManager
  builds: Builds
}

/**
 * Starts a run if there is the build that it names, and its input is valid.
 * @throws {ApiError} 400, such as `unknown-build-tag` or `invalid-input`
 */
export async function startRun({ runs, builds }: StartServices, start: RunStart): Promise<Run> {
  const { actor: named, body, contentType, ...rest } = start
  const actor = await builds.actorAt(named, rest.options.build)
  const input = await prepareInput(actor.inputSchema, body, contentType)
  return runs.start(actor, { ...rest, input })
}

/**
 * Returns how a task starts a run.
 * @param input overrides fields of the task's own
 * @param options override those of the task
 */
export function startOfTask(task: Task, input: object, options: Partial<RunOptions>) {
  return {
    options: { ...givenOptions(task.options), ...options },
    body: Buffer.from(JSON.stringify({ ...task.input, ...input })),
    contentType: 'application/json; charset=utf-8',
    taskId: task.id,
  }
}
