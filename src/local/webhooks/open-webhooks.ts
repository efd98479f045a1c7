import type { Run } from '../runs/run.ts'
import type { EventData } from './dispatch.ts'
import { Dispatcher } from './dispatcher.ts'
import { WebhookHooks } from './webhook-hooks.ts'
import { Webhooks } from './webhooks.ts'

interface OpenWebhooksOptions {
  /** The data folder. */
  dir: string
  /** Returns a run; undefined if there is none. */
  findRun(id: string): Promise<Run | undefined>
  /** Returns a build in the API's form; undefined if there is none. */
  describeBuild(id: string): Promise<object | undefined>
  onFault(error: unknown): void
}

/** Opens the webhooks of a data folder. Nothing is sent before `start`, and nothing after `close`. */
export function openWebhooks(options: OpenWebhooksOptions) {
  const { dir, findRun, describeBuild, onFault } = options
  const webhooks = new Webhooks(dir, onFault)
  const resourceOf = async ({ actorRunId, actorBuildId }: EventData) => {
    if (actorRunId !== undefined) return (await findRun(actorRunId)) ?? null
    return actorBuildId === undefined ? null : ((await describeBuild(actorBuildId)) ?? null)
  }
  const dispatcher = new Dispatcher({ dir, webhooks, resourceOf, onFault })
  const hooks = new WebhookHooks({ webhooks, dispatcher, findRun, onFault })
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
