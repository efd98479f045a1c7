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

/** The webhooks for what happens to runs. */
export class WebhooksOfRuns implements RunHooks {
  /** Events of a run are noted in their order. */
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
    const event = { type, data, resource: run }
    const sending = this.pending.make(run.id, () => sendEvent(event, this.options))
    sending.catch(this.options.onFault)
  }

  /** Waits until all events are stored. Never rejects. */
  settle(): Promise<void> {
    return this.pending.settleAll()
  }
}

/** Tells an event to the webhooks that ask for it. Resolves when all dispatches are stored. */
export async function sendEvent(
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
