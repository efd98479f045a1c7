import fc from 'fast-check'

/** White space and comments as they stand between the tokens of JSON with comments. */
const trivia = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('', ' ', '  ', '\t', '\n', '\n  ', '\n\t', '\n\n   ') },
  { weight: 1, arbitrary: fc.constantFrom('/* a, "b": {} */', ' // c, d\n', ' // "apify": 1 }\n') },
)

type Value = null | boolean | number | string | Value[] | { [key: string]: Value }

const key = fc.oneof(
  fc.constantFrom('a', 'filesystem', 'apify2', 'Ünï', 'a.b', 'x"y'),
  fc.string({ maxLength: 5 }).filter((text) => text !== '__proto__' && text !== 'apify'),
)
const leaf = fc.oneof(fc.constant(null), fc.boolean(), fc.integer(), fc.string({ maxLength: 9 }))
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}))
const record = fc.dictionary(key, value, { maxKeys: 3, noNullPrototype: true })

/** A settings file with comments, odd white space and commas at the end of lists, and what it says. */
export interface SettingsText {
  text: string
  values: Record<string, unknown>
}

/**
 * Generates settings in JSON with comments.
 * @param map the key of the servers
 * @param least how many servers there are at least; with 0, there may be no map
 */
export function jsonSettings(map: string, least: number): fc.Arbitrary<SettingsText> {
  const servers = fc.dictionary(key, record, { minKeys: least, maxKeys: 3, noNullPrototype: true })
  const entry = least > 0 ? servers : fc.option(servers, { nil: undefined })
  return fc
    .tuple(record, entry, record, fc.infiniteStream(trivia), fc.infiniteStream(fc.boolean()))
    .chain(([before, inMap, after, gaps, commas]) =>
      fc.constantFrom('\n', '\r\n').map((eol) => {
        const values = { ...before, ...(inMap && { [map]: inMap }), ...after }
        const write = writer(gaps, commas)
        const text = `${gaps.next().value}${write(values)}${gaps.next().value}`
        return { text: text.replaceAll('\n', eol), values }
      }),
    )
}

function writer(gaps: fc.Stream<string>, commas: fc.Stream<boolean>): (value: unknown) => string {
  const gap = () => gaps.next().value ?? ''
  const listed = (parts: string[], open: string, close: string): string => {
    const end = parts.length > 0 && commas.next().value ? `,${gap()}` : ''
    return `${open}${parts.map((part) => `${gap()}${part}${gap()}`).join(',')}${end}${close}`
  }
  const write = (value: unknown): string => {
    if (Array.isArray(value)) return listed(value.map(write), '[', ']')
    if (typeof value !== 'object' || value === null) return JSON.stringify(value)
    const parts = Object.entries(value).map(
      ([name, each]) => `${JSON.stringify(name)}${gap()}:${gap()}${write(each)}`,
    )
    return parts.length === 0 ? `{${gap()}}` : listed(parts, '{', '}')
  }
  return write
}

const COMMENTS = /"(?:\\.|[^"\\])*"|(\/\/[^\r\n]*|\/\*[\s\S]*?\*\/)/g

/** Returns the comments of a text in JSON, in their order. */
export function commentsOf(text: string): string[] {
  return [...text.matchAll(COMMENTS)].flatMap(([, comment]) => (comment ? [comment] : []))
}
