import { type Address, type ArgumentKind, type IdKind, idOf } from './address.ts'

/** What each kind is called, and who takes its id. */
const KINDS: Record<IdKind, { name: string; takenBy: string }> = {
  actor: {
    name: 'an Actor',
    takenBy: '`actorId` takes it; `list_runs` finds the runs of an Actor',
  },
  task: { name: 'a task', takenBy: '`taskId` of `run_actor` takes it' },
  run: {
    name: 'a run',
    takenBy: '`runId` takes it; `get_run` returns its `actorId`, `datasetId` and `storeId`',
  },
  build: { name: 'a build', takenBy: '`get_log` takes the ID of a build as `runId`' },
  dataset: { name: 'a dataset', takenBy: '`datasetId` takes it, as in `list_dataset_items`' },
  store: { name: 'a key-value store', takenBy: '`storeId` takes it, as in `list_records`' },
  record: { name: 'a record', takenBy: '`get_record` takes its key as `recordKey`' },
  schedule: {
    name: 'a schedule',
    takenBy: '`scheduleId` of the toolset `automation` takes it',
  },
  webhook: { name: 'a webhook', takenBy: '`webhookId` of the toolset `automation` takes it' },
  queue: {
    name: 'a request queue',
    takenBy: '`queueId` takes it, as in `get_request_queue` of the toolset `develop`',
  },
}

/**
 * Returns why an address does not name what an argument takes, and which argument takes what it names.
 * @param give what to give where no argument takes it
 * @returns a sentence or two without the last full stop
 */
export function wrongAddress(address: Address, wanted: ArgumentKind, give: string): string {
  const { shown, ids } = address
  if (!ids) return `\`${shown}\` is not an address of Apify. ${give}`
  const last = lastKind(ids)
  if (!last) return `the address \`${shown}\` does not name ${KINDS[wanted].name}. ${give}`
  if (idOf(address, last) !== undefined)
    return `\`${shown}\` is the address of ${KINDS[last].name}, not of ${KINDS[wanted].name}. ${KINDS[last].takenBy}`
  return last === 'run'
    ? `\`${shown}\` means the last run, but does not have its ID. \`list_runs\` finds it`
    : `\`${shown}\` names a build by its number, not by its ID. The page of the build shows its ID`
}

/** The most exact kind first; a record is named by its storage. */
const EXACT_FIRST: readonly IdKind[] = [
  'run',
  'build',
  'dataset',
  'store',
  'queue',
  'schedule',
  'webhook',
  'task',
  'actor',
]

function lastKind(ids: NonNullable<Address['ids']>): IdKind | undefined {
  return EXACT_FIRST.find((kind) => ids[kind] !== undefined)
}
