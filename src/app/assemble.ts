import { tools } from '../../tools/index.ts'
import type { Apify } from '../apify/types/apify.ts'
import type { Config } from '../config/config.ts'
import type { AllowLists } from '../governance/allow-lists.ts'
import { audienceOf } from '../mcp/apps/client-views.ts'
import { createViews, type Views } from '../mcp/apps/views.ts'
import type { LateTools } from '../mcp/late-tools.ts'
import { selectTools } from '../mcp/select-tools.ts'
import { type CallEnvironment, scopeOf } from '../tool-call/call-environment.ts'
import type { Payments } from '../tool-call/payments.ts'
import type { Tool } from '../tool-call/tool.ts'
import type { AddedTools } from './added-tools.ts'
import { type Backend, type BackendOptions, createBackend } from './backend.ts'
import { allowListsOf } from './start-limits.ts'

/** How long reading an Actor may take, with the retries of the client, in milliseconds. */
const LOAD_TIMEOUT_MS = 60_000

/** The tool that runs any Actor, which those of single Actors are made of. */
const SYNC = tools.find(({ name }) => name === 'run_actor_sync')
const OWN_NAMES = new Set(tools.map(({ name }) => name))

/** What every transport begins with. */
export interface Assembled {
  /** The backend of calls. */
  backend: Backend
  offered: Tool[]
  /** The tools of Actors, which are still being read; undefined if there are none. */
  lateTools: LateTools | undefined
  /** The same with those that calls have added; undefined if calls cannot add any. */
  addedTools: AddedTools | undefined
  /** How calls are paid for; undefined if only by the account of a token. */
  payments: Payments | undefined
  /** The views of tools; undefined if no client gets them. */
  views: Views | undefined
}

/**
 * Returns what every transport begins with.
 * @throws {UsageError} if a named tool does not exist
 */
export async function assemble(config: Config, options: BackendOptions): Promise<Assembled> {
  const offered = selectTools(tools, config)
  const payments = await loadPayments(config, options.log)
  const backend = createBackend(config, { ...options, payments })
  const lists = allowListsOf(config)
  const lateTools = await loadActorTools(config, backend, lists)
  const addedTools = await loadAddedTools(offered, lateTools, lists)
  const views = viewsOf(config, options.log)
  const close = () => {
    lateTools?.stop()
    return backend.close()
  }
  return { backend: { ...backend, close }, offered, lateTools, addedTools, payments, views }
}

/** Returns the views, whose pages are read when the first client gets them. */
function viewsOf({ views }: Config, log: (line: string) => void): Views | undefined {
  const audience = audienceOf(views)
  return (
    audience &&
    createViews(audience, async () => (await import('./view-files.ts')).readViewPages(log))
  )
}

/** Loads the one protocol that the operator has chosen: most servers need none. */
async function loadPayments(
  { payments, maxRunCostUsd }: Config,
  log: (line: string) => void,
): Promise<Payments | undefined> {
  if (payments === 'skyfire') return (await import('../payments/skyfire.ts')).createSkyfire()
  if (payments === undefined) return undefined
  return (await import('../payments/x402.ts')).createX402({ maxRunCostUsd, log })
}

/** Begins to read one tool per Actor. They start runs, so a read-only server has none. */
async function loadActorTools(
  { actorTools: actors, readOnly }: Config,
  backend: CallEnvironment,
  lists: AllowLists | undefined,
) {
  if (actors.length === 0 || readOnly || !SYNC) return undefined
  const [{ ActorTools }, loadAllowed] = await Promise.all([
    import('./actor-tools.ts'),
    actorLoader(SYNC, lists),
  ])
  return new ActorTools({
    actors,
    takenNames: OWN_NAMES,
    load: async (actorId, signal) =>
      loadAllowed(actorId, await backend.connect(scopeOf(LOAD_TIMEOUT_MS, signal))),
    log: backend.log,
  })
}

/** Lets calls add tools of Actors, if the tools that do so are offered. */
async function loadAddedTools(
  offered: readonly Tool[],
  named: LateTools | undefined,
  lists: AllowLists | undefined,
) {
  if (!SYNC || !offered.some(({ needs }) => needs === 'list-changes')) return undefined
  const [{ AddedTools }, load] = await Promise.all([
    import('./added-tools.ts'),
    actorLoader(SYNC, lists),
  ])
  return new AddedTools({ named, takenNames: OWN_NAMES, load })
}

/** Returns what reads an Actor that may run, as a tool. */
async function actorLoader(sync: Tool, lists: AllowLists | undefined) {
  const { loadActorTool } = await import('../../tools/runs/actor-as-tool.ts')
  return async (actorId: string, apify: Apify) => {
    const loaded = await loadActorTool(actorId, sync, apify)
    // An id does not tell at the start which Actor it is.
    lists?.check({ id: loaded.actorId, name: loaded.fullName }, 'it is not offered')
    return loaded
  }
}
