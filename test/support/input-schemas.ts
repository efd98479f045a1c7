import fc from 'fast-check'

/** Names of fields: plain ones, and those that seem to want a URL. */
const name = fc.constantFrom(
  'url',
  'label',
  'depth',
  'kind',
  'maxItems',
  'startUrl',
  'größe',
  'x-1',
)
const texts = fc.record(
  { title: fc.constantFrom('Title', 'Start URL'), description: fc.constantFrom('What it is.', '') },
  { requiredKeys: ['title', 'description'] },
)
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const range = (from: number, to: number) =>
  fc.tuple(fc.integer({ min: from, max: to }), fc.integer({ min: from, max: to })).map(sorted)

function sorted([a, b]: [number, number]): [number, number] {
  return a < b ? [a, b] : [b, a]
}

const string = fc
  .tuple(optional(range(0, 30)), optional(fc.constantFrom('uri', 'date', 'email')))
  .map(([length, format]) => ({
    type: 'string',
    editor: 'textfield',
    ...(length && { minLength: length[0], maxLength: length[1] }),
    ...(format && !length && { format }),
  }))
const choice = fc
  .uniqueArray(fc.constantFrom('a', 'b', 'c d', 'é'), { minLength: 1 })
  .map((values) => ({ type: 'string', editor: 'select', enum: values }))
const integer = fc
  .tuple(optional(range(-50, 50)), optional(fc.integer({ min: 1, max: 7 })))
  .map(([bounds, step]) => ({
    type: 'integer',
    editor: 'number',
    // Bounds so far apart that a multiple lies between them.
    ...(bounds && { minimum: bounds[0], maximum: bounds[1] + (step ?? 0) }),
    ...(step && { multipleOf: step }),
  }))
const boolean = fc.constant({ type: 'boolean', editor: 'checkbox' })
const scalar = fc.oneof(string, choice, integer, boolean)

/** A schema of a value: a scalar, an object or a list, three levels deep. */
const field: fc.Arbitrary<object> = fc.letrec<{ field: object; object: object; list: object }>(
  (tie) => ({
    field: fc
      .tuple(
        fc.oneof({ maxDepth: 4, withCrossShrink: true }, scalar, tie('object'), tie('list')),
        texts,
      )
      .map(([schema, words]) => ({ ...words, ...schema })),
    object: fc.dictionary(name, tie('field'), { minKeys: 1, maxKeys: 4 }).chain((properties) =>
      fc.record({
        type: fc.constant('object'),
        editor: fc.constant('schemaBased'),
        properties: fc.constant(properties),
        required: fc.subarray(Object.keys(properties)),
        additionalProperties: fc.boolean(),
      }),
    ),
    list: fc.tuple(tie('field'), optional(range(0, 3))).map(([items, length]) => ({
      type: 'array',
      editor: 'json',
      items,
      ...(length && { minItems: length[0], maxItems: length[1] }),
    })),
  }),
).field

const editors = fc.constantFrom(
  { type: 'array', editor: 'requestListSources' },
  { type: 'array', editor: 'globs' },
  { type: 'array', editor: 'keyValue' },
  { type: 'array', editor: 'stringList' },
  { type: 'object', editor: 'proxy' },
  { type: 'object', editor: 'json' },
)

/** Input schemas of Actors whose objects and lists are described, or have an editor that knows them. */
export const inputSchemas: fc.Arbitrary<{
  properties: Record<string, object>
  required: string[]
}> = fc
  .dictionary(
    fc.string({ minLength: 1, maxLength: 6 }).filter((key) => !(key in Object.prototype)),
    fc.oneof(
      field,
      fc.tuple(editors, texts).map(([one, words]) => ({ ...words, ...one })),
    ),
    { minKeys: 1, maxKeys: 5 },
  )
  .map((properties) => ({
    title: 'Input',
    type: 'object',
    schemaVersion: 1,
    properties,
    required: Object.keys(properties),
  }))
