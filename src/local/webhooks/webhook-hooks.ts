import type { Build } from '../builds/build.ts'
import { isFinal, type Run } from '../runs/run.ts'
import type { RunHooks } from '../runs/run-context.ts'
import { SerialChanges } from '../serial-changes.ts'
import { type AdHocWebhook, eventType } from './ad-hoc.ts'
import type { Dispatcher, WebhookEvent } from './dispatcher.ts'
import type { Condition } from './webhook.ts'
import type { Webhooks } from './webhooks.ts'

interface RunHookOptions {
  webhooks: Webhooks
  dispatcher: Dispatcher
  /** Returns a run; undefined if there is none. */
  findRun(id: string): Promise<Run | undefined>
  onFault(error: unknown): void
}

/** The webhooks for what happens to runs and builds. */
export class WebhookHooks implements RunHooks {
  /** Events of a run or a build are stored in their order. */
  private readonly pending = new SerialChanges()

  constructor(private readonly options: RunHookOptions) {}

  async attach(runId: string, given: AdHocWebhook[]): Promise<void> {
    const isDone = async (id: string) => {
      const run = await this.options.findRun(id)
      return !run || isFinal(run)
    }
    await this.options.webhooks.createAdHoc(runId, given, isDone)
  }

  send(run: Run, name: string = run.status.replace('-', '_')): void {
    const type = eventType.parse(`ACTOR.RUN.${name}`)
    const { actId: actorId, id: actorRunId, actorTaskId } = run
    const data = { actorId, actorRunId, ...(actorTaskId !== null && { actorTaskId }) }
    this.store(run.id, { type, data, resource: run })
  }

  /** Sends the events of a build in the background. */
  sendBuild({ id, actId, status }: Pick<Build, 'id' | 'actId' | 'status'>, resource: object): void {
    const data = { actorId: actId, actorBuildId: id }
    for (const name of ['CREATED', status]) {
      this.store(id, { type: eventType.parse(`ACTOR.BUILD.${name}`), data, resource })
    }
  }

  /** Stores the dispatches of an event, after those of earlier events of the same run or build. */
  private store(id: string, event: WebhookEvent): void {
    this.pending.make(id, () => sendEvent(event, this.options)).catch(this.options.onFault)
  }

  /** Waits until all events are stored. Never rejects. */
  settle(): Promise<void> {
    return this.pending.settleAll()
  }
}

/** Tells an event to the webhooks that ask for it. Resolves when all dispatches are stored. */
async function sendEvent(
  event: WebhookEvent,
  { webhooks, dispatcher }: Pick<RunHookOptions, 'webhooks' | 'dispatcher'>,
): Promise<void> {
  const asked = (await webhooks.list()).filter(
    ({ eventTypes, condition }) => eventTypes.includes(event.type) && applies(condition, event),
  )
  for (const webhook of asked) await dispatcher.dispatch(webhook, event)
}

/** Tells whether an event has all ids that a condition names. */
function applies({ actorId, actorTaskId, actorRunId }: Condition, { data }: WebhookEvent): boolean {
  const wanted = [
    [actorId, data?.actorId],
    [actorTaskId, data?.actorTaskId],
    [actorRunId, data?.actorRunId],
  ].filter(([id]) => id != null)
  return wanted.length > 0 && wanted.every(([id, found]) => id === found)
}
