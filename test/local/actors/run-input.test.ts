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
])('the body %j of type "%s" becomes the input', (body, contentType, schema, text, type) => {
  const input = prepareInput(schema, Buffer.from(body), contentType)
  expect([input?.bytes.toString(), input?.contentType]).toEqual([text, type])
})

test('no body is no input if there is no schema', () => {
  expect(prepareInput(undefined, Buffer.alloc(0), '')).toBeUndefined()
})

test.each<[body: string | Buffer, schema: Schema, type: string, message: string]>([
  ['{"depth":9}', SCHEMA, 'invalid-input', 'Field input.depth must be <= 5'],
  ['{"depth":"x","url":1}', SCHEMA, 'invalid-input', 'Field input.url must be string'],
  ['[]', SCHEMA, 'input-json-not-object', 'must be a JSON object'],
  ['null', undefined, 'input-json-not-object', 'must be a JSON object'],
  ['{', undefined, 'run-input-body-not-valid-json', 'not valid JSON'],
  [Buffer.from([0xff]), undefined, 'invalid-request', 'not valid UTF-8'],
  ['{}', { type: 'nonsense' }, 'invalid-input-schema', 'Fix it and try again'],
])('the body %j is refused', (body, schema, type, message) => {
  expect(() => prepareInput(schema, Buffer.from(body), 'application/json')).toThrow(
    expect.objectContaining({ status: 400, type, message: expect.stringContaining(message) }),
  )
})

test('an error lists at most ten problems', () => {
  const names = Array.from({ length: 12 }, (_, i) => `field${i}`)
  const schema = { type: 'object', properties: {}, required: names }
  expect(() => prepareInput(schema, Buffer.from('{}'), '')).toThrow(
    /field9 is required; and 2 more$/,
  )
})
