import { ToolError } from '../../../src/shared/errors.ts'
import { type ArgumentKind, idOf, readAddress } from './address.ts'
import { wrongAddress } from './wrong-address.ts'

/** The most characters that are searched for an id. No address of Apify comes near it. */
const MAX_CHARS = 4000

/**
 * What surrounds a pasted id: blanks, invisible characters, quotes and brackets, the last with the end
 * of a sentence. No id begins or ends so.
 */
const AROUND_ID = /^[\s\p{C}"'`“”‘’„«»<>()[\]*,;]+|(?:[\s\p{C}"'`“”‘’„«»<>()[\]*,;]\.?)+$/gu
/** The same for a key, which may have `'`, `(` and `)`. */
const AROUND_KEY = /^[\s\p{C}"`“”„«»<>]+|[\s\p{C}"`“”„«»<>]+$/gu
/** A link of Markdown, `[text](address)`. */
const LINK = /^\s*\[[^\]]*\]\(([^()\s]+)\)\s*$/

/** What an argument for each kind takes. */
const FORMS: Record<ArgumentKind, string> = {
  actor: '`name`, `user/name`, an ID, or the address of an Actor',
  task: '`name`, `user/name`, an ID, or the address of a task',
  run: 'an ID such as `HG7ML7M8z78YcAPEB`, or the address of a run',
  build: 'an ID such as `HG7ML7M8z78YcAPEB`, or the address of a build',
  dataset: 'an ID, `name`, `user/name`, or the address of a dataset',
  store: 'an ID, `name`, `user/name`, or the address of a key-value store',
  schedule: 'an ID, `name`, or the address of a schedule',
  webhook: 'an ID such as `HG7ML7M8z78YcAPEB`, or the address of a webhook',
  record: 'a key such as `OUTPUT`',
  queue: 'an ID, `name`, `user/name`, or the address of a request queue',
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
  if (text.length > MAX_CHARS)
    return { problem: `must be at most ${MAX_CHARS} characters long. ${give}` }
  const pasted = text.replace(LINK, '$1').replace(kind === 'record' ? AROUND_KEY : AROUND_ID, '')
  const address = readAddress(pasted)
  if (address) {
    const found = kinds.map((one) => idOf(address, one)).find((id) => id !== undefined)
    return found === undefined ? { problem: wrongAddress(address, kind, give) } : { id: found }
  }
  const id = kind === 'record' ? pasted : withoutExtras(pasted)
  return id === '' ? { problem: `must not be blank. ${give}` } : { id }
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

/** Removes what a plain id has of an address: slashes around it, and the `@` of a user. */
function withoutExtras(pasted: string): string {
  return pasted
    .replace(/\/+$/, '')
    .replace(/^\/(?=[^/]+\/)/, '')
    .replace(/^@/, '')
}
