import type { ActorRegistry } from '../actors/registry.ts'
import { givenOptions, type Tasks } from '../actors/tasks.ts'
import { messageOf } from '../api-error.ts'
import type { Builds } from '../builds/builds.ts'
import { isFinal, type Run, type RunMeta } from '../runs/run.ts'
import type { RunManager } from '../runs/run-manager.ts'
import { startOfTask, startRun } from '../runs/start-run.ts'
import type { Schedule, ScheduleAction } from './schedule.ts'
import type { Problem } from './scheduler.ts'

/** What runs are started with. */
export interface ActionServices {
  actors: ActorRegistry
  tasks: Tasks
  runs: RunManager
  builds: Builds
}

/** The runs that schedules start. */
export class ActionRuns {
  /** The run that each action started last, by `keysOf`, if it may go on; undefined if it could not start. */
  private readonly last = new Map<string, Promise<Run | undefined>>()

  constructor(private readonly services: ActionServices) {}

  /** Starts the runs of a schedule. Returns why some were not started. */
  async start(schedule: Schedule, scheduledAt: string): Promise<Problem[]> {
    const meta = {
      origin: 'SCHEDULER',
      userAgent: null,
      scheduleId: schedule.id,
      scheduledAt,
    } as const
    const keys = keysOf(schedule)
    const problems = schedule.actions.map(async (action, i) => {
      const key = keys[i] ?? action.id
      if (schedule.isExclusive && (await this.goesOn(this.last.get(key)))) {
        const message = `Did not start ${nameOf(action)}: its last run of this schedule has not finished.`
        return [{ level: 'WARN', message } as const]
      }
      const starting = this.startAction(action, meta)
      this.last.set(
        key,
        starting.catch(() => undefined),
      )
      return starting.then(
        () => [],
        (error): Problem[] => [
          { level: 'ERROR', message: `Cannot start ${nameOf(action)}: ${messageOf(error)}` },
        ],
      )
    })
    const found = (await Promise.all(problems)).flat()
    await this.forgetEnded()
    return found
  }

  private async goesOn(starting: Promise<Run | undefined> | undefined): Promise<boolean> {
    const started = await starting
    const run = started && (await this.services.runs.lists.get(started.id))
    return run !== undefined && !isFinal(run)
  }

  /** Forgets the runs of all schedules that have ended: a schedule may have been deleted or changed meanwhile. */
  private async forgetEnded(): Promise<void> {
    for (const [key, starting] of this.last) {
      // A run that cannot be read now may go on.
      if (await this.goesOn(starting).catch(() => true)) continue
      if (this.last.get(key) === starting) this.last.delete(key)
    }
  }

  private async startAction(action: ScheduleAction, meta: RunMeta): Promise<Run> {
    const { actors, tasks } = this.services
    const base = { webhooks: [], meta }
    if (action.type === 'RUN_ACTOR_TASK') {
      const task = await tasks.get(action.actorTaskId)
      const actor = await actors.get(task.actId)
      return startRun(this.services, {
        ...base,
        actor,
        ...startOfTask(task, action.input ?? {}, {}),
      })
    }
    const { body, contentType } = action.runInput ?? {}
    return startRun(this.services, {
      ...base,
      actor: await actors.get(action.actorId),
      options: givenOptions(action.runOptions),
      body: Buffer.from(body ?? ''),
      contentType: contentType ?? '',
      taskId: null,
    })
  }
}

/**
 * Returns a key for each action of a schedule: what it starts, and its place among those that start the same. The ids of
 * actions are no use: clients that save a schedule anew send actions without ids, which get new ones.
 */
function keysOf({ id, actions }: Schedule): string[] {
  const counts = new Map<string, number>()
  return actions.map((action) => {
    const what = `${id} ${nameOf(action)}`
    const count = counts.get(what) ?? 0
    counts.set(what, count + 1)
    return `${what} ${count}`
  })
}

function nameOf(action: ScheduleAction): string {
  return action.type === 'RUN_ACTOR'
    ? `Actor "${action.actorId}"`
    : `Actor task "${action.actorTaskId}"`
}
