import { percentDecoded } from '../shared/percent-decoded.ts'
import { MARK } from './secret-forms.ts'

/** A URL in a text, from behind its scheme: its authority, its path, and its query and fragment. */
const URLS = /:\/\/([^\s"'<>`/?#]*)([^\s"'<>`?#]*)([^\s"'<>`]*)/g
/** The user and password of an authority. A password may have an `@` of its own. */
const USER = /^.+@/
/** The same in a URL that is the value of a parameter. */
const INNER_USER = /:\/\/[^/?#]+@/

/** Names of parameters whose values are credentials, such as `token`, `api_key`, `X-Signature`, `code`. */
const SECRET_NAME = /token|key|secret|passw|signature|^sig$|auth|credential|^code$/i
/** A parameter; JSON may spell its `&` with an escape. */
const PARAMETER = /([?&#;]|\\u0026)([^?=&#;\\]+)=([^?&#;\\]*)/g
/** Segments of a path before one that is a credential, as in IFTTT's `/with/key/…`. */
const AFTER_SECRET_NAME =
  /(\/(?:api[-_]?key|key|token|secret|sig|signature|passw(?:or)?d)\/)[^/]+/gi

/**
 * Paths of well-known webhooks whose secrets may be short, by their hosts. The group stays visible. Their
 * forms are from the documentation of Slack, Discord, Zapier and Telegram.
 */
const KNOWN_PATHS: readonly [host: RegExp, path: RegExp][] = [
  [/(^|\.)slack(-gov)?\.com$/i, /^(\/(?:services|workflows|triggers)\/.*\/)[^/]+/i],
  [/(^|\.)discord(app)?\.com$/i, /^(\/api\/(?:v\d+\/)?webhooks\/[^/]+\/)[^/]+/i],
  [/(^|\.)zapier\.com$/i, /^(\/hooks\/(?:catch|standard)\/[^/]+\/)[^/]+/i],
  [/(^|\.)telegram\.org$/i, /^(\/(?:file\/)?bot\d*)(?::|%3a)[^/]+/i],
]

/** What may be a token in a path or a value. Ids of Apify have 17 characters, and stay visible. */
const WORDS = /[\w.~+-]{20,}/g
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i
/** Where a word changes between letters and digits, or to a capital. */
const CHANGES = /[a-z](?=[A-Z\d])|[A-Z](?=\d)|\d(?=[A-Za-z])/g
/** Capitals in a row, which camelCase hardly has. */
const CAPITALS = /[A-Z](?=[A-Z])/g
/**
 * The share of characters with a change, above which a word is random: of random ones without digits 0.5
 * have one, of camelCase up to 0.25; of random ones with digits and small letters 0.35, of names and
 * times up to 0.15.
 */
const MAX_CHANGES = { letters: 0.3, withDigits: 0.15 }

/**
 * Returns a text in which each URL can still be recognised but has no credentials: its user and password,
 * values of parameters that are credentials by their name, and whatever looks like a random token in its
 * path and query are replaced. Scheme and host stay.
 */
export function withoutUrlSecrets(text: string): string {
  if (!text.includes('://')) return text
  return text.replace(URLS, (_, authority: string, path: string, rest: string) => {
    const host = authority.replace(USER, '').replace(/:\d*$/, '')
    const shownPath = maskWords(maskParameters(maskPath(host, path)))
    return `://${authority.replace(USER, `${MARK}@`)}${shownPath}${maskWords(maskParameters(rest))}`
  })
}

function maskPath(host: string, path: string): string {
  const [, known] = KNOWN_PATHS.find(([one]) => one.test(host)) ?? []
  const shown = known ? path.replace(known, `$1${MARK}`) : path
  return shown.replace(AFTER_SECRET_NAME, `$1${MARK}`)
}

function maskParameters(part: string): string {
  return part.replace(PARAMETER, (all, sign: string, name: string, value: string) =>
    SECRET_NAME.test(percentDecoded(name)) || hasInnerSecret(percentDecoded(value))
      ? `${sign}${name}=${MARK}`
      : all,
  )
}

/** Returns whether the value of a parameter is a URL that has credentials by their place or name. */
function hasInnerSecret(value: string): boolean {
  if (!value.includes('://')) return false
  const names = Array.from(value.matchAll(PARAMETER), ([, , name = '']) => name)
  return INNER_USER.test(value) || names.some((name) => SECRET_NAME.test(name))
}

function maskWords(part: string): string {
  return part.replace(WORDS, (word) => (isRandom(word) ? MARK : word))
}

function isRandom(word: string): boolean {
  if (UUID.test(word)) return true
  const capitals = /[a-z]/.test(word) ? countOf(CAPITALS, word) : 0
  const limit = /\d/.test(word) ? MAX_CHANGES.withDigits : MAX_CHANGES.letters
  return countOf(CHANGES, word) + capitals > word.length * limit
}

function countOf(pattern: RegExp, word: string): number {
  return word.match(pattern)?.length ?? 0
}
