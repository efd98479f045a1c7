import { expect, test } from 'vitest'
import { elementsOf } from '../../../../src/local/storage/item-log/json-array.ts'

test.each<[text: string, elements: string[]]>([
  ['[]', []],
  [' [ \n ] ', []],
  ['[1]', ['1']],
  ['[12345678901234567890,1.0]', ['12345678901234567890', '1.0']],
  ['[[],[]]', ['[]', '[]']],
  ['[ {"a":1} , {"b":[1,2]} ]\n', [' {"a":1} ', ' {"b":[1,2]} ']],
  ['["a,]}",{"b":"["}]', ['"a,]}"', '{"b":"["}']],
  ['["\\"","\\\\",","]', ['"\\""', '"\\\\"', '","']],
  ['["漢,😀",""]', ['"漢,😀"', '""']],
])('%s is split into its elements', (text, elements) => {
  expect([...elementsOf(text)]).toEqual(elements)
})
