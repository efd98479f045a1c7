import { plainHandle } from '../../shared/handles.ts'
import { quoted } from '../../shared/quote.ts'

/** What a request is about, so that an error can name it and say where to find valid IDs. */
export interface ApiResource {
  kind: keyof typeof SOURCES
  id?: string
}

/** Where an agent finds a valid ID of each kind. */
export const SOURCES = {
  account: 'Check APIFY_API_BASE_URL.',
  Store: 'Check APIFY_API_BASE_URL.',
  Actor: 'Find the `actorId` with `search_actors`; an Actor is named `user/name`.',
  task: 'Check the spelling: a task of the account is named `name`, one of another user `user/name`.',
  schedule: '`list_schedules` lists the schedules of the account.',
  webhook: '`list_webhooks` lists the webhooks of the account.',
  run: 'Find the `runId` with `list_runs`; `run_actor` and `run_actor_sync` return it too.',
  log: 'Use the `runId` that `run_actor` returned. A log exists once the run has started.',
  dataset: '`get_run` returns the `datasetId` of a run; `list_storages` lists other datasets.',
  'key-value store':
    '`get_run` returns the `storeId` of a run; `list_storages` lists other stores.',
  record:
    'Check `recordKey` (it is case-sensitive): `list_records` lists the keys. `get_run` returns the `storeId` of a run.',
  storage: 'Check APIFY_API_BASE_URL.',
  build: 'Find the `buildId` with `list_builds`; `build_actor` returns it too.',
  'request queue':
    'Give the `runId` of the run that owns it, or the ID or name of a queue of the account.',
  address: 'Check the IDs and names in it.',
}

/** Returns what an error calls a resource, such as `run "HG7ML7M8z78YcAPEB"`. */
export function resourceName({ kind, id }: ApiResource): string {
  return id ? `${kind} ${quoted(plainHandle(id))}` : kind
}
