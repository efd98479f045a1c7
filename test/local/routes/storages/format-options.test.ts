import { expect, test } from 'vitest'
import { Query } from '../../../../src/local/http/query.ts'
import { readFormatOptions } from '../../../../src/local/routes/storages/format-options.ts'

const queryOf = (text: string) => new Query(new URLSearchParams(text))

test.each([
  ['', { delimiter: ',', bom: undefined, xmlRoot: 'items', xmlRow: 'item', skipHeaderRow: false }],
  ['delimiter=%09&bom=0', { delimiter: '\t', bom: false }],
  ['delimiter=%F0%9F%98%80&bom=1', { delimiter: '😀', bom: true }],
  ['xmlRoot=pages&xmlRow=_p-1.x', { xmlRoot: 'pages', xmlRow: '_p-1.x' }],
  ['feedTitle=&skipHeaderRow=1', { feedTitle: '', skipHeaderRow: true }],
])('the format options "%s" are %j', (query, options) => {
  expect(readFormatOptions(queryOf(query))).toMatchObject(options)
})

test.each([
  ['delimiter=ab', '"delimiter" must be one character'],
  ['delimiter=%22', '"delimiter" must be one character'],
  ['delimiter=%0A', '"delimiter" must be one character'],
  ['xmlRoot=1a', '"xmlRoot" must be an XML name'],
  ['xmlRow=a:b', '"xmlRow" must be an XML name'],
])('the format options "%s" are refused', (query, message) => {
  expect(() => readFormatOptions(queryOf(query))).toThrow(message)
})
