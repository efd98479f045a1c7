import { expect, test } from 'vitest'
import { fillTemplate, isTemplate } from '../../../src/local/webhooks/template.ts'

const VALUES = {
  eventType: 'TEST',
  none: null,
  resource: { id: 'x"y', n: 5, list: [1, { a: 2 }], '{{id}}': 'odd' },
}

test.each([
  ['{"a":{{eventType}}}', { a: 'TEST' }, { a: 'TEST' }],
  ['{"a":{{ resource.list }}}', { a: [1, { a: 2 }] }, { a: [1, { a: 2 }] }],
  ['{"a":{{resource.no.such}}, "b":{{none}}}', { a: null, b: null }, { a: null, b: null }],
  ['{"a":"run {{resource.id}}!"}', { a: 'run {{resource.id}}!' }, { a: 'run x"y!' }],
  ['"{{resource.n}} {{resource.list}}"', '{{resource.n}} {{resource.list}}', '5 [1,{"a":2}]'],
  ['"{{none}}{{no.such}}\\"\\u00e9"', '{{none}}{{no.such}}"é', '"é'],
  ['{"\\\\":{{resource.id}}}', { '\\': 'x"y' }, { '\\': 'x"y' }],
])('%s is filled, without and with texts', (template, plain, interpolated) => {
  expect(JSON.parse(fillTemplate(template, VALUES, false))).toEqual(plain)
  expect(JSON.parse(fillTemplate(template, VALUES, true))).toEqual(interpolated)
})

test.each([
  ['', true],
  ['{"a":{{resource}}}', true],
  ['{"a":"{{resource}} b"}', true],
  ['{{resource}}', true],
  ['{"a":{{resource}}', false],
  ['{"a":{{}}}', false],
  ['"a\nb"', false],
  ['plain', false],
])('%j is a template: %s', (template, expected) => {
  expect(isTemplate(template)).toBe(expected)
})

test('a long template takes no long time', () => {
  const template = `[${'"{{'.repeat(100_000)}`
  const start = performance.now()
  expect(isTemplate(template)).toBe(false)
  expect(performance.now() - start).toBeLessThan(2000)
})
