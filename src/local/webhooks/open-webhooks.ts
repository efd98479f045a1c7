import type { Run } from '../runs/run.ts'
import { Dispatcher } from './dispatcher.ts'
import { WebhooksOfRuns } from './run-hooks.ts'
import { Webhooks } from './webhooks.ts'

interface OpenWebhooksOptions {
  /** The data folder. */
  dir: string
  /** Returns a run; undefined if there is none. */
  findRun(id: string): Promise<Run | undefined>
  onFault(error: unknown): void
}

/** Opens the webhooks of a data folder. Nothing is sent before `start`, and nothing after `close`. */
export function openWebhooks({ dir, findRun, onFault }: OpenWebhooksOptions) {
  const webhooks = new Webhooks(dir, onFault)
  const resourceOf = async ({ actorRunId }: { actorRunId?: string | undefined }) =>
    (actorRunId !== undefined && (await findRun(actorRunId))) || null
  const dispatcher = new Dispatcher({ dir, webhooks, resourceOf, onFault })
  const hooks = new WebhooksOfRuns({ webhooks, dispatcher, findRun, onFault })
  return {
    webhooks,
    dispatcher,
    hooks,
    /** Goes on with what the last process has left. */
    start: async (recovered: Run[]) => {
      await dispatcher.start()
      for (const run of recovered) hooks.send(run)
    },
    /** Waits until all is stored. */
    close: async () => {
      await hooks.settle()
      await dispatcher.close()
      await webhooks.settle()
    },
  }
}
