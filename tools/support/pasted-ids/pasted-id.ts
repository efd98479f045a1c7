import { ToolError } from '../../../src/shared/errors.ts'
import { type Address, decoded, type IdKind, readAddress } from './address.ts'

/** The most characters that are searched for an id. No address of Apify comes near it. */
const MAX_CHARS = 4000

/** What surrounds a pasted id: blanks, invisible characters, quotes and brackets. No id begins or ends so. */
const AROUND_ID = /^[\s\p{C}"'`“”‘’„«»<>()[\]*,;]+|[\s\p{C}"'`“”‘’„«»<>()[\]*,;]+$/gu
/** The same for a key, which may have `'`, `(` and `)`. */
const AROUND_KEY = /^[\s\p{C}"`“”„«»<>]+|[\s\p{C}"`“”„«»<>]+$/gu
/** A link of Markdown, `[text](address)`. */
const LINK = /^\s*\[[^\]]*\]\(([^()\s]+)\)\s*$/

/** The kinds whose ids are arguments of tools. */
export type ArgumentKind = Exclude<IdKind, 'queue' | 'schedule'>

/** What an argument for each kind takes. */
const FORMS: Record<ArgumentKind, string> = {
  actor: '`user/name`, an ID, or the address of an Actor',
  task: '`user/name`, an ID, or the address of a task',
  run: 'an ID such as `HG7ML7M8z78YcAPEB`, or the address of a run',
  build: 'an ID such as `HG7ML7M8z78YcAPEB`, or the address of a build',
  dataset: 'an ID, `user/name`, or the address of a dataset',
  store: 'an ID, `user/name`, or the address of a key-value store',
  record: 'a key such as `OUTPUT`',
}

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
  queue: { name: 'a request queue', takenBy: 'No tool takes it' },
  schedule: { name: 'a schedule', takenBy: 'No tool takes it' },
}

export type PastedId = { id: string } | { problem: string }

/**
 * Finds the id in what people paste: with blanks, quotes or brackets around it, or an address of Apify
 * that names it. A plain id is returned as it is; whether it is valid is checked where it is sent.
 * @param kinds what the id may be of; the first that an address names is taken
 * @returns the id, or a sentence without its full stop that says why there is none
 */
export function readPastedId(
  text: string,
  kinds: readonly [ArgumentKind, ...ArgumentKind[]],
): PastedId {
  const [kind] = kinds
  const give = `Give ${FORMS[kind]}`
  if (text.length > MAX_CHARS) return { problem: `too long (${text.length} characters). ${give}` }
  const pasted = text.replace(LINK, '$1').replace(kind === 'record' ? AROUND_KEY : AROUND_ID, '')
  const address = readAddress(pasted)
  if (address) {
    const found = kinds.map((one) => idOf(address, one)).find((id) => id !== undefined)
    return found === undefined ? { problem: wrongAddress(address, kind, give) } : { id: found }
  }
  const id = kind === 'record' ? pasted : withoutExtras(pasted)
  return id === '' ? { problem: `blank. ${give}` } : { id }
}

/**
 * Returns the id of an Actor in a pasted text.
 * @throws {ToolError} if there is none
 */
export function pastedActorId(text: string): string {
  const read = readPastedId(text, ['actor'])
  if ('id' in read) return read.id
  throw new ToolError(`The \`actorId\` is not valid: ${read.problem}.`, '')
}

/** Removes what surrounds a plain id in an address: a query, a fragment, slashes, the `@` of a user. */
function withoutExtras(pasted: string): string {
  const path = pasted.replace(/\?(?=[\w.-]+=).*$|#[\w/-]*$/s, '').replace(/\/+$/, '')
  const name = path.replace(/^\/(?=[^/]+\/)/, '').replace(/^@/, '')
  return name.includes('%') ? decoded(name) : name
}

/** Returns the id of a kind, unless the address only has a word or a number in its place. */
function idOf({ ids }: Address, kind: IdKind): string | undefined {
  const id = ids?.[kind]
  if (kind === 'run' && id === 'last') return undefined
  return kind === 'build' && id && /^(?:default|\d+\.\d.*)$/.test(id) ? undefined : id
}

function wrongAddress(address: Address, wanted: ArgumentKind, give: string): string {
  const { shown, ids } = address
  if (!ids) return `\`${shown}\` is not an address of Apify. ${give}`
  const last = lastKind(ids)
  if (!last) return `the address \`${shown}\` does not name ${KINDS[wanted].name}. ${give}`
  if (idOf(address, last) !== undefined)
    return `\`${shown}\` is the address of ${KINDS[last].name}, not of ${KINDS[wanted].name}. ${KINDS[last].takenBy}`
  return last === 'run'
    ? `\`${shown}\` means the last run, but does not have its ID. \`list_runs\` finds it`
    : `\`${shown}\` names a build by its number, not by its ID. Open the build in Apify Console to see its ID`
}

/** The most exact kind first; a record is named by its storage. */
const EXACT_FIRST: readonly IdKind[] = [
  'run',
  'build',
  'dataset',
  'store',
  'queue',
  'schedule',
  'task',
  'actor',
]

function lastKind(ids: NonNullable<Address['ids']>): IdKind | undefined {
  return EXACT_FIRST.find((kind) => ids[kind] !== undefined)
}
