/** Stands for a field that is missing. */
const MISSING = Symbol('missing')

/** What servers, gateways and caches put in place of a field. */
const ODD_VALUES: readonly unknown[] = [
  MISSING,
  null,
  '',
  'abc',
  '12',
  'NaN',
  -1.5,
  1_767_322_800_000,
  1e300,
  true,
  [null, 1, 'x', []],
  { a: { b: 1 } },
]

interface OddAnswer {
  /** Where the odd value stands, such as `data.stats.runTimeSecs`. */
  path: string
  value: unknown
  json: unknown
}

/** Yields an answer again and again, each time with another value in another place. */
export function* oddAnswers(json: unknown): Generator<OddAnswer> {
  for (const path of pathsOf(json)) {
    for (const value of ODD_VALUES)
      yield { path: path.join('.'), value, json: replaced(json, path, value) }
  }
}

type Path = readonly string[]

/** Yields the paths of all values within a value. Of a list only the first entry counts. */
function* pathsOf(value: unknown, path: Path = []): Generator<Path> {
  if (path.length > 0) yield path
  if (typeof value !== 'object' || value === null) return
  const entries = Object.entries(value)
  for (const [name, inner] of Array.isArray(value) ? entries.slice(0, 1) : entries)
    yield* pathsOf(inner, [...path, name])
}

function replaced(json: unknown, [name, ...rest]: Path, value: unknown): unknown {
  if (name === undefined) return value
  if (Array.isArray(json))
    return json.map((one, i) => (i === Number(name) ? replaced(one, rest, value) : one))
  const entries = Object.entries(json ?? {}).map(([key, inner]): [string, unknown] => [
    key,
    key === name ? replaced(inner, rest, value) : inner,
  ])
  return Object.fromEntries(entries.filter(([, inner]) => inner !== MISSING))
}

/** Words that a faulty result would show in place of a value. */
const FAULTS = /NaN|undefined|\[object|Invalid|Infinity|Symbol\(/

/** Returns the faulty values in a result, given what was put into the answer. */
export function faultsIn(result: unknown, value: unknown): unknown[] {
  if (typeof result === 'number') return Number.isFinite(result) ? [] : [result]
  if (typeof result === 'string') {
    const own = typeof value === 'string' && value !== '' ? result.replaceAll(value, '') : result
    return FAULTS.test(own) ? [result] : []
  }
  if (typeof result !== 'object' || result === null) return []
  return Object.values(result).flatMap((inner) => faultsIn(inner, value))
}
