import type { Run } from './run.ts'
import { dispatch, type Webhook } from './webhooks.ts'

/** The webhooks of the runs of this start; those of a run are forgotten with the platform. */
export class RunWebhooks {
  private readonly webhooks = new Map<string, Webhook[]>()
  private readonly closing = new AbortController()

  /** @param onFault is told of a call that nobody took */
  constructor(private readonly onFault: (error: unknown) => void) {}

  set(runId: string, webhooks: Webhook[]): void {
    if (webhooks.length > 0) this.webhooks.set(runId, webhooks)
  }

  /** Makes the calls for an event, in the background; by default that of the run's status. */
  tell(run: Run, event: string = run.status.replace('-', '_')): void {
    const webhooks = this.webhooks.get(run.id) ?? []
    dispatch(webhooks, `ACTOR.RUN.${event}`, run, this.closing.signal).catch(this.onFault)
  }

  /** Gives up what has not been taken yet. */
  close(): void {
    this.closing.abort()
  }
}
