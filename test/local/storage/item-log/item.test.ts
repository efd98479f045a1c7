import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseItems } from '../../../../src/local/storage/item-log/item.ts'
import { propertyRuns } from '../../../support/property-runs.ts'

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
])('%j becomes rows with their own text', async (body, rows) => {
  expect(await parseItems(body)).toEqual(rows.map(([text, isClean]) => ({ text, isClean })))
})

test.each([
  ['{"a"', 'invalid-request', 'not valid JSON'],
  ['"text"', 'invalid-request', 'must be a JSON object or an array of JSON objects'],
  ['null', 'invalid-request', 'must be a JSON object or an array of JSON objects'],
  ['[{}', 'invalid-request', 'does not end'],
  ['[{}]]', 'invalid-request', 'goes on'],
  ['[{}] x', 'invalid-request', 'goes on'],
  ['[{}}', 'invalid-request', 'does not end'],
  ['[', 'invalid-request', 'not valid JSON'],
  ['[,]', 'invalid-request', 'not valid JSON'],
  ['[{},]', 'invalid-request', 'not valid JSON'],
  ['[\u00a0]', 'invalid-request', 'not valid JSON'],
  ['[{]}', 'invalid-request', 'not valid JSON'],
  ['', 'invalid-request', 'not valid JSON'],
  ['[{},1,{},[]]', 'schema-validation-error', 'those at 1, 3 are not'],
  [JSON.stringify(Array(12).fill(0)), 'schema-validation-error', '8, 9, … are not'],
])('%s is refused', async (body, type, message) => {
  await expect(parseItems(body)).rejects.toThrow(
    expect.objectContaining({ status: 400, type, message: expect.stringContaining(message) }),
  )
})

test.each([
  ['items', `[${'{},'.repeat(600_000)}{}]`, 'more than 500000 items'],
  ['values of an object', `{"a":[${'0,'.repeat(1_000_001)}0]}`, 'more than 1000000 values'],
  ['values of an item', `[{},{"a":[${'{},'.repeat(1_000_001)}0]}]`, 'more than 1000000 values'],
])('too many %s are refused', async (_, body, message) => {
  await expect(parseItems(body)).rejects.toThrow(
    expect.objectContaining({ status: 400, message: expect.stringContaining(message) }),
  )
})

test('many items are parsed in turns with other work', async () => {
  let turns = 0
  let isDone = false
  const count = () => {
    turns++
    if (!isDone) setImmediate(count)
  }
  setImmediate(count)
  const rows = await parseItems(`[${'{"a":1},'.repeat(100_000)}{"b":[1,"]"]}]`)
  isDone = true
  expect(rows).toHaveLength(100_001)
  expect(rows.at(-1)?.text).toBe('{"b":[1,"]"]}')
  expect(turns).toBeGreaterThan(10)
})

test('a body is accepted if JSON.parse accepts it', async () => {
  const mangled = fc
    .tuple(
      fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }))),
      fc.nat(),
      fc.constantFrom(...'{}[]",:0 \n\\x'),
    )
    .map(([items, at, char]) => {
      const json = JSON.stringify(items)
      const place = at % (json.length + 1)
      return json.slice(0, place) + char + json.slice(place + (at % 2))
    })
  await fc.assert(
    fc.asyncProperty(mangled, async (body) => {
      const isValid = accepts(() => JSON.parse(body))
      const error = await parseItems(body).then(
        () => undefined,
        ({ message }) => String(message),
      )
      if (isValid) expect(error ?? '').not.toContain('not valid JSON')
      else expect(error).toContain('not valid JSON')
    }),
    propertyRuns(100),
  )
})

function accepts(parse: () => unknown): boolean {
  try {
    parse()
    return true
  } catch {
    return false
  }
}

test('an error describes a few of many items', async () => {
  const error = await parseItems(`[${'0,'.repeat(100_000)}0]`).catch((reason) => reason)
  expect(error).toMatchObject({ type: 'schema-validation-error' })
  expect(JSON.stringify(error).length).toBeLessThan(100_000)
})
