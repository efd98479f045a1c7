import { ValueShape } from './value-shape.ts'

/** An object with more properties, none of them in all objects, uses its keys as values. */
const MAX_NAMED = 50

/** A part of a JSON schema. */
type Schema = Record<string, unknown>

/** Observes rows and returns what their schema is made from. */
export function observeRows(rows: readonly unknown[]): ValueShape {
  const shape = new ValueShape()
  for (const row of rows) shape.observe(row)
  return shape
}

/**
 * Returns the JSON schema of what was seen: `required` are the properties that all objects had, formats
 * are those that all texts had.
 * @param depth how many levels of objects are described; the others are only called objects
 */
export function toSchema(shape: ValueShape, depth = Number.POSITIVE_INFINITY): Schema {
  const types = [...shape.types].filter((type) => type !== 'integer' || !shape.types.has('number'))
  if (shape.isNullable) types.push('null')
  const format = shape.types.has('string') ? shape.formats.format() : undefined
  return {
    ...(types.length > 0 && { type: types.length === 1 ? types[0] : types }),
    ...(format && { format }),
    ...(shape.objects > 0 && depth > 0 && objectSchema(shape, depth)),
    ...(shape.items && depth > 0 && { items: toSchema(shape.items, depth) }),
  }
}

function objectSchema({ properties, objects }: ValueShape, depth: number): Schema {
  const required = [...properties].flatMap(([name, { seen }]) => (seen === objects ? [name] : []))
  if (properties.size > MAX_NAMED && required.length === 0) {
    const values = new ValueShape()
    for (const { shape } of properties.values()) values.merge(shape)
    return { additionalProperties: toSchema(values, depth - 1) }
  }
  const named = [...properties].map(([name, { shape }]) => [name, toSchema(shape, depth - 1)])
  return {
    ...(named.length > 0 && { properties: Object.fromEntries(named) }),
    ...(required.length > 0 && { required }),
  }
}
