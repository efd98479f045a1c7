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
  /** The run that each action started last, by the action's id; undefined if it could not. */
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
    const problems = schedule.actions.map(async (action) => {
      if (schedule.isExclusive && (await this.isBusy(action))) {
        const message = `Did not start ${nameOf(action)}: its last run of this schedule has not finished.`
        return [{ level: 'WARN', message } as const]
      }
      const starting = this.startAction(action, meta)
      this.last.set(
        action.id,
        starting.catch(() => undefined),
      )
      return starting.then(
        () => [],
        (error): Problem[] => [
          { level: 'ERROR', message: `Cannot start ${nameOf(action)}: ${messageOf(error)}` },
        ],
      )
    })
    return (await Promise.all(problems)).flat()
  }

  /** Tells whether the run that an action started last goes on. */
  private async isBusy({ id }: ScheduleAction): Promise<boolean> {
    const started = await this.last.get(id)
    const run = started && (await this.services.runs.lists.get(started.id))
    return run !== undefined && !isFinal(run)
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

function nameOf(action: ScheduleAction): string {
  return action.type === 'RUN_ACTOR'
    ? `Actor "${action.actorId}"`
    : `Actor task "${action.actorTaskId}"`
}
