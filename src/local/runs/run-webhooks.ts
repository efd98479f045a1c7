import type { Run } from './run.ts'
import { dispatch, type Webhook } from './webhooks.ts'

/** The webhooks of runs. They are lost when the platform stops. */
export class RunWebhooks {
  private readonly webhooks = new Map<string, Webhook[]>()
  private readonly closing = new AbortController()

  /** @param onFault called with the error of a webhook that could not be delivered */
  constructor(private readonly onFault: (error: unknown) => void) {}

  set(runId: string, webhooks: Webhook[]): void {
    if (webhooks.length > 0) this.webhooks.set(runId, webhooks)
  }

  /** Sends an event in the background. By default it is the event of the run's status. */
  send(run: Run, event: string = run.status.replace('-', '_')): void {
    const webhooks = this.webhooks.get(run.id) ?? []
    dispatch(webhooks, `ACTOR.RUN.${event}`, run, this.closing.signal).catch(this.onFault)
  }

  /** Stops all deliveries. */
  close(): void {
    this.closing.abort()
  }
}
