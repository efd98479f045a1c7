import { distinctNames, nameHash } from '../text/distinct-names.ts'

/** Argument names that every model vendor accepts. Fields with other names get one of these. */
const PLAIN_NAME = /^[a-zA-Z_]\w{0,63}$/
const MAX_NAME_CHARS = 64
/** Names that every object seems to have already, such as `constructor` and `__proto__`. */
const INHERITED_NAMES = Object.getOwnPropertyNames(Object.prototype)

/**
 * Returns the argument that stands for each field of an input. A field keeps its name if every vendor
 * accepts it; `includeKeywords.keywords` becomes `includeKeywords_keywords`.
 */
export function argumentNames(fields: readonly string[]): Map<string, string> {
  const isPlain = (field: string) => PLAIN_NAME.test(field) && !INHERITED_NAMES.includes(field)
  const plain = fields.filter(isPlain)
  const others = fields.filter((field) => !isPlain(field))
  const renamed = distinctNames(others, new Set([...plain, ...INHERITED_NAMES]), argumentName)
  return new Map(fields.map((field) => [field, renamed.get(field) ?? field]))
}

function argumentName(field: string, hash: string | undefined): string {
  // Letters lose their accents: `größe` becomes `große`, then `gro_e`.
  const ascii = field
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\W+/g, '_')
    .replace(/^(?=\d)/, '_')
  const plain = /[a-zA-Z\d]/.test(ascii) ? ascii : 'field'
  const suffix = hash ?? (plain.length > MAX_NAME_CHARS ? nameHash(field) : undefined)
  return suffix === undefined
    ? plain
    : `${plain.slice(0, MAX_NAME_CHARS - suffix.length - 1)}_${suffix}`
}
