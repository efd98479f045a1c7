import type { ItemsQuery } from '../../../src/apify/types/storage-types.ts'
import { asPruned, isPruned, notePruned } from '../../../src/budget/pruned.ts'
import { ToolError } from '../../../src/shared/errors.ts'
import { isObject } from '../../../src/shared/json.ts'

type Lists = Pick<ItemsQuery, 'fields' | 'omit' | 'unwind' | 'flatten'>
type Row = Record<string, unknown>

type Rows = AsyncIterable<{ row: unknown; bytes: number }>

async function* mapRows(rows: Rows, change: (row: unknown) => unknown) {
  for await (const { row, bytes } of rows) yield { row: change(row), bytes }
}

/** Returns whether a name cannot be sent to the API, which takes a comma for the end of a name. */
function isUnsendable(name: string): boolean {
  return name.includes(',')
}

/**
 * Splits lists of names into those that the API is sent and the work that is left for here.
 * @returns the lists to send, and a function that does the rest to rows as they arrive
 * @throws {ToolError} if the rest cannot be done here
 */
export function splitNames({ fields = [], omit = [], unwind = [], flatten = [] }: Lists) {
  refuseNames('unwind', unwind)
  refuseNames('flatten', flatten)
  const picksHere = fields.some(isUnsendable)
  const omitsHere = omit.filter(isUnsendable)
  if (picksHere && fields.some((name) => unwind.includes(name))) {
    throw new ToolError(
      '`fields` with a comma in a name cannot name a field of `unwind` too.',
      'Name the fields that unwinding produces, or leave out `fields`.',
    )
  }
  const refine = (row: unknown) => {
    if (!isObject(row)) return row
    const refined = omitsHere.reduce(omitField, picksHere ? pick(row, fields) : row)
    return isPruned(row) ? notePruned(refined) : refined
  }
  const isDone = !picksHere && omitsHere.length === 0
  return {
    lists: {
      fields: picksHere ? undefined : fields,
      omit: omit.filter((name) => !isUnsendable(name)),
      unwind,
      flatten,
    },
    refined: (rows: Rows) => (isDone ? rows : mapRows(rows, refine)),
  }
}

/**
 * Refuses names with a comma where rows do not pass through here as objects.
 * @throws {ToolError} that names the format
 */
export function refuseUnsendable({ format, ...lists }: Lists & { format: string }): void {
  const isClear = [lists.fields, lists.omit, lists.unwind, lists.flatten].every(
    (names = []) => !names.some(isUnsendable),
  )
  if (isClear) return
  throw new ToolError(
    `A name has a comma, which the API takes for the end of the name, so it cannot be used with format ${format}.`,
    'Give each name as an entry of its own. If the comma is part of the name, read rows with `list_dataset_items` and format `json`, or leave out the list of names.',
  )
}

function refuseNames(argument: string, names: readonly string[]): void {
  if (!names.some(isUnsendable)) return
  throw new ToolError(
    `A name in \`${argument}\` has a comma, which the API takes for the end of the name.`,
    `Give each name as an entry of its own. A field whose name has a comma cannot be used in \`${argument}\`.`,
  )
}

/** Keeps the named fields, in the order of their names. A name with dots also reaches into objects. */
function pick(row: Row, names: readonly string[]): Row {
  const picked = names.flatMap((name): [string, unknown][] => {
    if (Object.hasOwn(row, name)) return [[name, row[name]]]
    const found = nestedIn(row, name)
    const part = found ? pick(found.nested, [found.rest]) : {}
    return found && Object.keys(part).length > 0 ? [[found.parent, part]] : []
  })
  return joined(picked)
}

/** Puts parts of one object back together. */
function joined(parts: [string, unknown][]): Row {
  const whole = new Map<string, unknown>()
  for (const [name, value] of parts) {
    const former = whole.get(name)
    const isPart = isObject(former) && isObject(value)
    whole.set(name, isPart ? joined([...Object.entries(former), ...Object.entries(value)]) : value)
  }
  return Object.fromEntries(whole)
}

function omitField(row: Row, name: string): Row {
  if (Object.hasOwn(row, name)) {
    const rest = Object.entries(row).filter(([field]) => field !== name)
    return asPruned(row, Object.fromEntries(rest))
  }
  const found = nestedIn(row, name)
  if (!found) return row
  const rest = omitField(found.nested, found.rest)
  const entries = Object.entries(row).map(([field, value]): [string, unknown] => [
    field,
    field === found.parent ? rest : value,
  ])
  return asPruned(row, Object.fromEntries(entries))
}

/** Returns the object that a name such as `author.name` reaches into; undefined if there is none. */
function nestedIn(row: Row, name: string) {
  const dot = name.indexOf('.')
  const parent = name.slice(0, Math.max(0, dot))
  const nested = Object.hasOwn(row, parent) ? row[parent] : undefined
  return isObject(nested) ? { parent, nested, rest: name.slice(dot + 1) } : undefined
}
