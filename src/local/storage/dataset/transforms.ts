import { type Item, isHidden, isItem } from '../item-log/item.ts'
import { type Skip, unwindFields } from './unwind.ts'

/** What a listing does to stored items before it returns them. */
export interface Transforms {
  /** Only these fields, in this order; all fields if empty. */
  fields: string[]
  /** New names of `fields`, one each; empty to keep their names. */
  names: string[]
  omit: string[]
  /** Fields to unwind: an array becomes several items, an object is merged into its item. */
  unwind: string[]
  /** Objects to turn into fields with dotted names. */
  flatten: string[]
  skipHidden: boolean
  skipEmpty: boolean
  /** Leaves out items with a field `errorInfo`. */
  skipFailed: boolean
}

/** Tells whether nothing changes, so that the stored text can be passed on as it is. */
export function isIdentity({
  fields,
  names: _,
  omit,
  unwind,
  flatten,
  ...flags
}: Transforms): boolean {
  const lists = [fields, omit, unwind, flatten]
  return lists.flat().length === 0 && !Object.values(flags).includes(true)
}

/**
 * Yields the items that one stored item becomes: none, one or several. Each is built when it is asked
 * for, as a few lists unwind to millions. Yields undefined for what is left out or skipped, so that a
 * reader counts that work too.
 * @param skip how many of them are not wanted; less that number afterwards
 */
export function* transform(
  item: Item,
  transforms: Transforms,
  skip: Skip = { left: 0 },
): Generator<Item | undefined> {
  const { fields, unwind, skipHidden, skipFailed } = transforms
  if (skipFailed && Object.hasOwn(item, 'errorInfo')) return
  // Fields are picked last, so that they can name fields that unwinding and flattening produce. If
  // `fields` names an unwound field itself, all that it contains is wanted, so they are picked first.
  const picksFirst = fields.some((field) => unwind.includes(field))
  const pickedFirst = picksFirst ? pick(item, fields) : item
  const kept = skipHidden ? keep(pickedFirst, (field) => !isHidden(field)) : pickedFirst
  const counts = (one: Item, left: string[]) => isKept(one, left, transforms, picksFirst)
  for (const one of unwindFields(kept, unwind, skip, counts)) {
    const row = one && finish(one, transforms, picksFirst)
    if (row === undefined || skip.left === 0) yield row
    else {
      skip.left -= 1
      yield undefined
    }
  }
}

/** Tells whether no row of an item is left out as empty, since a field of the item stays in each. */
function isKept(
  item: Item,
  unwind: string[],
  { fields, omit, flatten, skipEmpty }: Transforms,
  isPicked: boolean,
): boolean {
  if (!skipEmpty) return true
  const gone = [...unwind, ...omit, ...flatten]
  const isShown = (name: string) => isPicked || fields.length === 0 || fields.includes(name)
  return Object.keys(item).some((name) => isShown(name) && !gone.includes(name))
}

/** Does the rest to an unwound item; undefined if it is empty and empty ones are left out. */
function finish(unwound: Item, transforms: Transforms, isPicked: boolean): Item | undefined {
  const { fields, names, omit, flatten, skipEmpty } = transforms
  const flat = flatten.reduce(flattenField, unwound)
  const picked = isPicked || fields.length === 0 ? flat : pick(flat, fields)
  const rest = omit.reduce(omitField, picked)
  const item = names.length === 0 ? rest : rename(rest, fields, names)
  return skipEmpty && Object.keys(item).length === 0 ? undefined : item
}

/** Renames fields, which may be inside objects of the item. Keeps the other fields. */
function rename(item: Item, fields: string[], names: string[]): Item {
  const found = fields.map((field) => valueAt(item, field))
  const renamed = found.flatMap((value, i): [string, unknown][] =>
    value === undefined ? [] : [[names[i] ?? '', value]],
  )
  const parents = fields.flatMap((field) => [field, field.split('.')[0] ?? ''])
  return Object.fromEntries([
    ...renamed,
    ...Object.entries(item).filter(([field]) => !parents.includes(field)),
  ])
}

function valueAt(item: Item, path: string): unknown {
  if (Object.hasOwn(item, path)) return item[path]
  const found = nestedIn(item, path)
  return found && valueAt(found.nested, found.rest)
}

/**
 * Returns the object that a name such as `author.name` reaches into; undefined if there is none.
 */
function nestedIn(item: Item, path: string) {
  const [, parent = '', rest = ''] = /^(.*?)\.(.*)$/.exec(path) ?? []
  const nested = Object.hasOwn(item, parent) ? item[parent] : undefined
  return isItem(nested) ? { parent, nested, rest } : undefined
}

/** Keeps the named fields. A name with dots also reaches into objects. */
function pick(item: Item, fields: string[]): Item {
  const entries = fields.flatMap((field): [string, unknown][] => {
    if (Object.hasOwn(item, field)) return [[field, item[field]]]
    const found = nestedIn(item, field)
    const picked = found ? pick(found.nested, [found.rest]) : {}
    return found && Object.keys(picked).length > 0 ? [[found.parent, picked]] : []
  })
  return merge(entries)
}

/** Puts several fields that were picked from one object back together. */
function merge(entries: [string, unknown][]): Item {
  const merged = new Map<string, unknown>()
  for (const [field, value] of entries) {
    const former = merged.get(field)
    const both = isItem(former) && isItem(value)
    merged.set(field, both ? merge([...Object.entries(former), ...Object.entries(value)]) : value)
  }
  return Object.fromEntries(merged)
}

function omitField(item: Item, field: string): Item {
  if (Object.hasOwn(item, field)) return keep(item, (name) => name !== field)
  const found = nestedIn(item, field)
  if (!found) return item
  const without = omitField(found.nested, found.rest)
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, name === found.parent ? without : value]),
  )
}

function flattenField(item: Item, field: string): Item {
  return Object.fromEntries(
    Object.entries(item).flatMap(([name, value]) =>
      name === field ? flattenValue(name, value) : [[name, value]],
    ),
  )
}

function flattenValue(path: string, value: unknown): [string, unknown][] {
  if (!isItem(value) || Object.keys(value).length === 0) return [[path, value]]
  return Object.entries(value).flatMap(([name, child]) => flattenValue(`${path}.${name}`, child))
}

function keep(item: Item, test: (field: string) => boolean): Item {
  return Object.fromEntries(Object.entries(item).filter(([field]) => test(field)))
}
