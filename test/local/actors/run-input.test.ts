import { expect, test } from 'vitest'
import { prepareInput } from '../../../src/local/actors/run-input.ts'

const SCHEMA = {
  type: 'object',
  properties: {
    url: { type: 'string' },
    depth: { type: 'integer', default: 2, maximum: 5 },
  },
}

const JSON_TYPE = 'application/json; charset=utf-8'

type Schema = Record<string, unknown> | undefined

test.each<[body: string, contentType: string, schema: Schema, text: string, type: string]>([
  ['', 'application/json', SCHEMA, '{"depth":2}', JSON_TYPE],
  ['{"url":"x"}', '', SCHEMA, '{"url":"x","depth":2}', JSON_TYPE],
  ['{"depth":1}', 'Application/JSON', SCHEMA, '{"depth":1}', JSON_TYPE],
  ['{"n":12345678901234567890} ', '', SCHEMA, '{"n":12345678901234567890,"depth":2}', JSON_TYPE],
  ['{ "url" : "}" }', '', SCHEMA, '{ "url" : "}" ,"depth":2}', JSON_TYPE],
  ['{"a":1.0}', 'application/json', undefined, '{"a":1.0}', JSON_TYPE],
  ['a=1', 'application/x-www-form-urlencoded', SCHEMA, 'a=1', 'application/x-www-form-urlencoded'],
  ['hello', 'text/plain', undefined, 'hello', 'text/plain'],
])('the body %j of type "%s" becomes the input', async (body, contentType, schema, text, type) => {
  const input = await prepareInput(schema, Buffer.from(body), contentType)
  expect([input?.bytes.toString(), input?.contentType]).toEqual([text, type])
})

test('no body is no input if there is no schema', async () => {
  expect(await prepareInput(undefined, Buffer.alloc(0), '')).toBeUndefined()
})

test.each<[body: string | Buffer, schema: Schema, type: string, message: string]>([
  ['{"depth":9}', SCHEMA, 'invalid-input', 'Field input.depth must be <= 5'],
  ['{"depth":"x","url":1}', SCHEMA, 'invalid-input', 'Field input.url must be string'],
  ['[]', SCHEMA, 'input-json-not-object', 'must be a JSON object'],
  ['null', undefined, 'input-json-not-object', 'must be a JSON object'],
  ['{', undefined, 'run-input-body-not-valid-json', 'not valid JSON'],
  [Buffer.from([0xff]), undefined, 'invalid-request', 'not valid UTF-8'],
  ['{}', { type: 'nonsense' }, 'invalid-input-schema', 'Fix it and try again'],
])('the body %j is refused', async (body, schema, type, message) => {
  await expect(prepareInput(schema, Buffer.from(body), 'application/json')).rejects.toThrow(
    expect.objectContaining({ status: 400, type, message: expect.stringContaining(message) }),
  )
})

test('an error lists at most ten problems', async () => {
  const names = Array.from({ length: 12 }, (_, i) => `field${i}`)
  const schema = { type: 'object', properties: {}, required: names }
  await expect(prepareInput(schema, Buffer.from('{}'), '')).rejects.toThrow(
    /field9 is required; and 2 more$/,
  )
})

const field = (schema: object) => ({ type: 'object', properties: { f: schema } })
const SLOW = '^(a+)+$'
const EVIL = `${'a'.repeat(100)}!`

test.each<[name: string, schema: Schema, input: unknown, message: string]>([
  ['pattern', field({ type: 'string', pattern: SLOW }), EVIL, 'must match pattern "^(a+)+$"'],
  ['items.pattern', field({ type: 'array', items: { pattern: SLOW } }), [EVIL], 'match pattern'],
  [
    'a pattern behind $ref',
    { ...field({ $ref: '#/definitions/slow' }), definitions: { slow: { pattern: SLOW } } },
    EVIL,
    'match pattern',
  ],
  [
    'patternProperties',
    field({ type: 'object', patternProperties: { [SLOW]: true }, additionalProperties: false }),
    { [EVIL]: 1 },
    'is not allowed',
  ],
  [
    'propertyNames',
    field({ type: 'object', propertyNames: { pattern: SLOW } }),
    { [EVIL]: 1 },
    'match pattern',
  ],
  [
    'patternKey of an object',
    field({ type: 'object', patternKey: SLOW }),
    { [EVIL]: 'x' },
    `Keys [${EVIL}] in input.f must match regular expression "${SLOW}`,
  ],
  [
    'patternValue of an object',
    field({ type: 'object', patternValue: SLOW }),
    { a: 'aa', b: EVIL, c: 1 },
    'Keys [b,c] in input.f must have string value',
  ],
  [
    'patternKey of pairs',
    field({ type: 'array', editor: 'keyValue', patternKey: SLOW }),
    [{ key: 'aa' }, { key: EVIL }],
    'Keys in input.f at positions [1] must match',
  ],
  [
    'patternValue of pairs',
    field({ type: 'array', editor: 'keyValue', patternValue: SLOW }),
    [{ value: EVIL }, { value: 'aa' }],
    'Values in input.f at positions [0] must match',
  ],
  [
    'patternValue of texts',
    field({ type: 'array', editor: 'stringList', patternValue: SLOW }),
    ['a', EVIL],
    'Values in input.f at positions [1] must match',
  ],
  [
    "the author's own message",
    field({ type: 'object', patternKey: SLOW, errorMessage: { patternKey: 'only a' } }),
    { [EVIL]: 1 },
    'only a',
  ],
])('a pattern of exponential time ends: %s', async (_, schema, f, message) => {
  await expect(prepareInput(schema, Buffer.from(JSON.stringify({ f })), '')).rejects.toThrow(
    expect.objectContaining({ status: 400, message: expect.stringContaining(message) }),
  )
})

test.each<[schema: object, input: unknown]>([
  [{ type: 'string', pattern: '^(?!x)' }, 'x'],
  [{ type: 'string', pattern: '(a)\\1' }, 'x'],
  [{ type: 'object', patternKey: '^(?=a)' }, { x: 1 }],
])('a pattern that RE2 does not know is not checked, which a note says: %j', async (schema, f) => {
  const input = await prepareInput(field(schema), Buffer.from(JSON.stringify({ f })), '')
  expect(input?.notes).toEqual([expect.stringMatching(/^The pattern .* is not checked: RE2/)])
})

test.each(['^\\u0061$', '^[^]$', '^\\/?a$', '^\\p{L}$'])(
  'RE2 knows what JavaScript writes in its own way: %s',
  async (pattern) => {
    const schema = field({ type: 'string', pattern })
    expect(await prepareInput(schema, Buffer.from('{"f":"a"}'), '')).toMatchObject({ notes: [] })
    await expect(prepareInput(schema, Buffer.from('{"f":"bb"}'), '')).rejects.toThrow(
      'match pattern',
    )
  },
)

test.each([
  ['pattern', { type: 'string', pattern: '(' }, 'x'],
  ['patternKey', { type: 'object', patternKey: '(' }, {}],
])('a %s that is not a pattern is a fault of the schema', async (_, schema, f) => {
  await expect(prepareInput(field(schema), Buffer.from(JSON.stringify({ f })), '')).rejects.toThrow(
    expect.objectContaining({ type: 'invalid-input-schema' }),
  )
})
