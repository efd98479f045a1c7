import { createHash, randomBytes } from 'node:crypto'

/** Lower case only: an id names a folder, and some file systems ignore case. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** As long as the platform's ids. */
const LENGTH = 17

/** The one account of a local platform. */
export const USERNAME = 'local'

export const USER_ID = stableId('user', USERNAME)

/** Returns a new id that nobody can guess. */
export function randomId(): string {
  return toId(randomBytes(LENGTH * 2))
}

/** Returns the same id for the same kind and name, on every machine and after every restart. */
export function stableId(kind: string, name: string): string {
  return toId(createHash('sha512').update(`${kind}:${name}`).digest())
}

/** Returns a new token in the format of Apify's tokens. */
export function randomToken(): string {
  return `apify_api_${randomId()}${randomId()}`
}

/** Tells whether a text could be an id. Only such a text may become part of a path. */
export function isId(text: string): boolean {
  return /^[a-z0-9]{17}$/.test(text)
}

/**
 * Returns the name in `~name`, `local~name` or `local/name`. The account's id may stand for `local`.
 * @returns undefined for anything else, such as an id
 */
export function ownName(handle: string): string | undefined {
  const [, owner, name] = /^([^~/]*)[~/]([^~/]+)$/.exec(handle) ?? []
  return owner === '' || owner === USERNAME || owner === USER_ID ? name : undefined
}

/** Takes two bytes a character, so that the modulo hardly favours any letter. */
function toId(bytes: Buffer): string {
  return Array.from({ length: LENGTH }, (_, i) =>
    ALPHABET.charAt(bytes.readUInt16BE(i * 2) % ALPHABET.length),
  ).join('')
}
