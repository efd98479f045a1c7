import { expect, test } from 'vitest'
import { parseItems } from '../../../../src/local/storage/item-log/item.ts'

test.each<[body: string, rows: [text: string, isClean: boolean][]]>([
  ['{"a":1}', [['{"a":1}', true]]],
  [' {\r\n"a":1\n} ', [['{ "a":1 }', true]]],
  [
    '[{"a":12345678901234567890},{"b":1.0}]',
    [
      ['{"a":12345678901234567890}', true],
      ['{"b":1.0}', true],
    ],
  ],
  [
    '[{}, {"#a":1}, {"#a":1,"b":2}]',
    [
      ['{}', false],
      ['{"#a":1}', false],
      ['{"#a":1,"b":2}', true],
    ],
  ],
  ['{"__proto__":1}', [['{"__proto__":1}', true]]],
  ['{"a":"x\\ny"}', [['{"a":"x\\ny"}', true]]],
  ['[]', []],
])('%j becomes rows with their own text', (body, rows) => {
  expect(parseItems(body)).toEqual(rows.map(([text, isClean]) => ({ text, isClean })))
})

test.each([
  ['{"a"', 'invalid-request', 'not valid JSON'],
  ['"text"', 'invalid-request', 'must be a JSON object or an array of JSON objects'],
  ['null', 'invalid-request', 'must be a JSON object or an array of JSON objects'],
  ['[{},1,{},[]]', 'schema-validation-error', 'those at 1, 3 are not'],
  [JSON.stringify(Array(12).fill(0)), 'schema-validation-error', '8, 9, … are not'],
])('%s is refused', (body, type, message) => {
  expect(() => parseItems(body)).toThrow(
    expect.objectContaining({ status: 400, type, message: expect.stringContaining(message) }),
  )
})
