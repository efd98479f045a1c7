/** What stands in the place of a secret. */
export const MARK = '[redacted]'
/** A secret shorter than this would blot out words that only look like it. */
const MIN_SECRET_CHARS = 8
/** No token is longer, in characters. It bounds how far a stream must be held back. */
const MAX_TOKEN_CHARS = 4096
/** The longest match of any form, in characters: a bearer token, or a URL up to its token. */
const MAX_FORM_CHARS = MAX_TOKEN_CHARS + 16

/** What parts the parameters of a URL: in a text, in HTML, and in JSON that is written as text. */
const AMPERSAND = String.raw`(?:&(?:amp;)?|\\u0026)`

/**
 * Credentials by their form, the one list of this server. The groups are what stays visible. Every
 * form has a longest match and looks at nothing before itself, so that a text can be redacted in
 * pieces. A mark is no longer than the shortest credential, so that no text grows.
 */
const FORMS = [
  // Tokens of the API, and of other kinds, which are 30 and more letters and digits.
  String.raw`(apify_api_)\w{10,200}`,
  '(apify_(?!api_)[a-z]{1,20}_)[A-Za-z0-9]{20,200}',
  // Bearer credentials: long, with a digit, since prose has words after "bearer" too.
  String.raw`([Bb]earer[ \t]{1,8})(?=[A-Za-z._~+/=-]{0,99}\d)[\w.~+/=-]{16,${MAX_TOKEN_CHARS}}`,
  // The token of an address of the API.
  String.raw`(/v2/[^\s"'<>\\?]{0,300}\?(?:[^\s&"'<>\\]{0,300}${AMPERSAND}){0,8}token=)[\w.~%+/=-]{6,300}`,
].map((form) => new RegExp(form, 'g'))
/**
 * What each form contains: most texts need no more than a look for these. Each begins with a rare letter,
 * since V8 looks for the first letter alone at several times the speed of a regular expression.
 */
const FORM_NEEDLES = ['fy_', 'Bearer', 'bearer', 'ken=']

/**
 * What looks like a credential in a line of the server's log. It is too broad for data, which is full of
 * such addresses. A name that ends in `_URL` is that of a variable, such as `APIFY_API_BASE_URL`,
 * and so is one of a setting, such as `APIFY_AGENT_TOOLS_READ_ONLY`.
 */
const LOG_FORMS =
  /\bapify_(?!\w+_URL\b|agent_tools_[a-z_]+\b)[a-z]+_\w+|(?<=\bBearer\s+)[^\s"']+|(?<=[?&]\w*(?:token|key)=)[^\s&"']+/gi

/** What a line with one of these contains. It is found in a tenth of the time. */
const LOG_NEEDLES = /apify_|bearer|token=|key=/i

/** What closes a quoted text, once or, in JSON, with escapes. */
const QUOTES = '"\'`\\'
const MAX_QUOTES = 9
/** The beginning of a token right before the mark of a cut; shorter ones tell nothing. */
const CUT_FORM = /(apify_[a-z]{1,20}_)\w{1,200}(?=["'`\\]{0,9}…)/g
/** The shortest beginning of a secret that tells something, in characters. */
const MIN_CUT_CHARS = 6

/** Secrets, compiled for texts in which they are looked for. */
export interface SecretForms {
  /** Parts of which a text with a secret has at least one. */
  needles: readonly string[]
  /** The longest match, in characters. */
  maxChars: number
  /** The longest spelling of a secret that is known by its value, in characters; 0 if there is none. */
  longestChars: number
  /**
   * Returns what matches secrets; global. The groups are what stays visible. Each looks for itself, since a match of one
   * may begin, or stay visible, in a match of another.
   */
  patterns(): readonly RegExp[]
  /** Redacts beginnings of secrets right before `…`, since a cut may go through a secret. */
  redactCuts(text: string): string
}

/** Compiles the secret forms with the given secrets, each in all spellings that texts have. */
export function compileSecrets(values: readonly string[]): SecretForms {
  const secrets = values.filter((value) => value.length >= MIN_SECRET_CHARS).flatMap(spellings)
  const byLength = [...new Set(secrets)].sort((a, b) => b.length - a.length)
  const ownNeedles = byLength.filter((one) => !FORM_NEEDLES.some((part) => one.includes(part)))
  let patterns: RegExp[] | undefined
  return {
    needles: [...ownNeedles, ...FORM_NEEDLES],
    maxChars: Math.max(MAX_FORM_CHARS, byLength[0]?.length ?? 0),
    longestChars: byLength[0]?.length ?? 0,
    // Most calls have secrets of their own and meet none of them.
    patterns() {
      patterns ??= [...(byLength.length > 0 ? [anyOf(byLength)] : []), ...FORMS]
      return patterns
    },
    redactCuts: (text) => byLength.reduce(redactCutSecret, text.replace(CUT_FORM, `$1${MARK}`)),
  }
}

/** Redacts what looks like a credential in a line of the server's log. */
export function redactLogForms(line: string): string {
  return LOG_NEEDLES.test(line) ? line.replace(LOG_FORMS, MARK) : line
}

/** Returns a secret as texts, JSON, URLs and XML spell it, the latter in text and as a name. */
function spellings(secret: string): string[] {
  const xml = secret.replace(/[&<>"']/g, (sign) => `&${XML_NAMES[sign]};`)
  const xmlName = secret.replace(/[^\w.-]/g, '_')
  const json = JSON.stringify(secret).slice(1, -1)
  const url = encodeURIComponent(secret)
  const lowerUrl = url.replace(/%../g, (byte) => byte.toLowerCase())
  return [secret, json, json.replaceAll('/', '\\/'), url, lowerUrl, xml, xmlName]
}

const XML_NAMES: Record<string, string> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
}

/** Returns the part of a token that names its kind, which stays visible. */
function kindOf(secret: string): string {
  return /^apify_[a-z]{1,20}_/.exec(secret)?.[0] ?? ''
}

function redactCutSecret(text: string, secret: string): string {
  let done = ''
  let from = 0
  for (let cut = text.indexOf('…'); cut !== -1; cut = text.indexOf('…', cut + 1)) {
    const end = endBeforeQuotes(text, cut)
    const at = beginningOf(secret, text, Math.max(from, end - secret.length + 1), end)
    if (at === undefined) continue
    done += `${text.slice(from, at)}${kindOf(secret)}${MARK}`
    from = end
  }
  return done + text.slice(from)
}

/** Returns where a text, which may be quoted, ends before the mark of its cut. */
function endBeforeQuotes(text: string, cut: number): number {
  let end = cut
  while (end > 0 && cut - end < MAX_QUOTES && QUOTES.includes(text.charAt(end - 1))) end--
  return end
}

/** Returns where a secret begins that goes on to `end`. */
function beginningOf(secret: string, text: string, from: number, end: number): number | undefined {
  const last = text.slice(from, Math.max(from, end))
  const start = secret.slice(0, MIN_CUT_CHARS)
  for (let at = last.indexOf(start); at !== -1; at = last.indexOf(start, at + 1))
    if (secret.startsWith(last.slice(at))) return from + at
  return undefined
}

/** Matches any of the secrets. The group is the kind of a token. */
function anyOf(secrets: readonly string[]): RegExp {
  const each = secrets.map((secret) => {
    const kind = kindOf(secret)
    return `(${kind})${escaped(secret.slice(kind.length))}`
  })
  return new RegExp(each.join('|'), 'g')
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
