import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  fieldValue,
  initialState,
  jsonText,
  stateOf,
  textFor,
  withJson,
  withText,
} from '../../../../src/views/actor/form/form-state.ts'
import { fieldsOf, readSections } from '../../../../src/views/actor/form/schema.ts'
import { propertyRuns } from '../../../support/property-runs.ts'
import { fieldOf } from '../../../support/views/form-field.ts'

const EDITORS = [
  ...['textfield', 'textarea', 'javascript', 'python', 'select', 'checkbox', 'number', 'json'],
  ...['stringList', 'requestListSources', 'globs', 'pseudoUrls', 'keyValue', 'proxy'],
  ...['datepicker', 'hidden', 'fileupload', 'resourcePicker', 'schemaBased', 'unheard of'],
]
const TYPES = ['string', 'integer', 'number', 'boolean', 'array', 'object', 'null', 'other']

/** Any field of the shape that Apify's input schema has, and values that do not suit it. */
const anyField = fc.record(
  {
    type: fc.oneof(
      fc.constantFrom(...TYPES),
      fc.array(fc.constantFrom(...TYPES), { maxLength: 3 }),
    ),
    editor: fc.constantFrom(...EDITORS),
    title: fc.oneof(fc.string(), fc.integer()),
    description: fc.string(),
    default: fc.jsonValue(),
    prefill: fc.jsonValue(),
    sectionCaption: fc.string(),
    enum: fc.array(fc.oneof(fc.string(), fc.integer())),
    enumTitles: fc.array(fc.string()),
    items: fc.oneof(fc.jsonValue(), fc.record({ enum: fc.array(fc.string()) })),
    nullable: fc.boolean(),
    isSecret: fc.boolean(),
    minimum: fc.oneof(fc.integer(), fc.string()),
  },
  { requiredKeys: [] },
)
const anySchema = fc.record({
  properties: fc.dictionary(fc.oneof(fc.string(), fc.constant('__proto__')), anyField),
  required: fc.oneof(fc.array(fc.string()), fc.jsonValue()),
})

describe('the form of an input schema', () => {
  it('has each field once, and yields the prefills and defaults while it is untouched', () => {
    fc.assert(
      fc.property(anySchema, (schema) => {
        const fields = fieldsOf(readSections(schema))
        const state = initialState(fields)
        expect(fields.map(({ name }) => name)).toEqual(Object.keys(schema.properties))
        for (const [name, { prefill, default: usual }] of Object.entries(schema.properties)) {
          expect(fieldValue(state, name)).toEqual(prefill === undefined ? usual : prefill)
        }
        for (const field of fields) textFor(state, field)
        // JSON has no -0.
        const written: unknown = JSON.parse(JSON.stringify(state.value))
        expect(withJson(state, jsonText(state)).value).toEqual(written)
      }),
      propertyRuns(100),
    )
  })

  it('loses nothing of a value whose text is typed again', () => {
    fc.assert(
      fc.property(anyField, fc.jsonValue(), (raw, value) => {
        const field = fieldOf(raw)
        const state = stateOf({ a: value })
        const text = textFor(state, field)
        if (text === undefined || text === '') return
        expect(withText(state, field, text).value).toEqual(JSON.parse(JSON.stringify({ a: value })))
      }),
      propertyRuns(100),
    )
  })

  it('takes any JSON for a schema', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (schema) => void readSections(schema)),
      propertyRuns(100),
    )
  })

  it('begins a section at each caption', () => {
    const properties = {
      a: { type: 'string' },
      b: { type: 'string', sectionCaption: 'More', sectionDescription: 'Rarely needed.' },
      c: { type: 'string' },
    }
    const sections = readSections({ properties })
    expect(
      sections.map(({ caption, fields }) => [caption, fields.map(({ name }) => name)]),
    ).toEqual([
      [undefined, ['a']],
      ['More', ['b', 'c']],
    ])
    expect(sections[1]?.description).toBe('Rarely needed.')
  })

  it.each([
    [{ type: 'string', editor: 'textfield' }, 'text'],
    [{ type: 'string', editor: 'textarea' }, 'area'],
    [{ type: 'string', editor: 'datepicker' }, 'date'],
    [{ type: 'string', enum: ['a'] }, 'select'],
    [{ type: 'integer' }, 'number'],
    [{ type: 'boolean' }, 'checkbox'],
    [{ type: 'array', editor: 'stringList' }, 'lines'],
    [{ type: 'array', editor: 'requestListSources' }, 'lines'],
    [{ type: 'array', editor: 'select', items: { enum: ['a'] } }, 'choices'],
    [{ type: 'array', editor: 'keyValue' }, 'pairs'],
    [{ type: 'object', editor: 'proxy' }, 'proxy'],
    [{ type: 'object', editor: 'json' }, 'json'],
    [{ type: ['string', 'integer'] }, 'json'],
    [{ type: ['string', 'null'] }, 'text'],
  ])('edits %j by %s', (raw, editor) => {
    expect(fieldOf(raw).editor).toBe(editor)
  })

  it('has titles for the values of an enum, and their values if there are none', () => {
    const { options } = fieldOf({ type: 'string', enum: ['a', 'b'], enumTitles: ['First'] })
    expect(options).toEqual([
      { value: 'a', title: 'First' },
      { value: 'b', title: 'b' },
    ])
  })
})
