import { createHash, randomBytes } from 'node:crypto'

/** Lower case only, so that an id can name a folder on file systems that ignore case. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** As long as the platform's ids. */
const LENGTH = 17

/** The one account of a local platform. */
export const USERNAME = 'local'

export const USER_ID = stableId('user', USERNAME)

/** A fresh id that nobody can guess. */
export function randomId(): string {
  return toId(randomBytes(LENGTH * 2))
}

/** The same id for the same words on every machine and in every start. */
export function stableId(kind: string, name: string): string {
  return toId(createHash('sha512').update(`${kind}:${name}`).digest())
}

/** A token in the form of the platform's. */
export function randomToken(): string {
  return `apify_api_${randomId()}${randomId()}`
}

/** Whether the text could be an id; what could not is never used to build a path. */
export function isId(text: string): boolean {
  return /^[a-z0-9]{17}$/.test(text)
}

/**
 * The name in `~name`, `local~name` or `local/name` (the account's id serves as well as its name).
 * Undefined for anything else, which is then an id or unknown.
 */
export function ownName(handle: string): string | undefined {
  const [, owner, name] = /^([^~/]*)[~/]([^~/]+)$/.exec(handle) ?? []
  return owner === '' || owner === USERNAME || owner === USER_ID ? name : undefined
}

/** Two bytes a character: the remainder of 65536 by 36 makes no letter likelier that matters. */
function toId(bytes: Buffer): string {
  return Array.from({ length: LENGTH }, (_, i) =>
    ALPHABET.charAt(bytes.readUInt16BE(i * 2) % ALPHABET.length),
  ).join('')
}
