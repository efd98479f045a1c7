import { describe, expect, it } from 'vitest'
import { innerFields } from '../../../../tools/support/actor-input/inner-fields.ts'

const entry = { type: 'object', properties: { url: { type: 'string' }, tags: { type: 'array' } } }
const schema = {
  type: 'object',
  properties: {
    pages: { type: 'array', items: entry },
    closed: { ...entry, additionalProperties: false },
    open: { ...entry, additionalProperties: { type: 'string' } },
    free: { type: 'object' },
  },
}

describe('the fields within an input', () => {
  it.each<[object, string[]]>([
    [{ pages: [{ url: 'x' }, { ur: 'x', tags: [{ any: 1 }] }] }, ['pages[1].ur']],
    [{ closed: { ur: 'x' } }, []],
    [{ open: { ur: 'x' } }, []],
    [{ free: { ur: 'x' } }, []],
    [{ other: { ur: 'x' } }, []],
    [{ pages: [{ constructor: 'x', __proto__: 1 }] }, ['pages[0].constructor']],
  ])('of %j have the unknown ones %j', (input, unknown) => {
    expect(innerFields(schema, input).unknown).toEqual(unknown)
  })

  it('are read in part if there are very many, or too deep', () => {
    const pages = Array.from({ length: 50_000 }, () => ({ ur: 1 }))
    expect(innerFields(schema, { pages }).unknown).toHaveLength(10)
    let deep: object = { type: 'object', properties: {} }
    let value: object = { x: 1 }
    for (let i = 0; i < 5000; i++) {
      deep = { type: 'object', properties: { a: deep } }
      value = { a: value }
    }
    expect(innerFields({ properties: { a: deep } }, { a: value })).toEqual({
      unknown: [],
      undescribed: [],
    })
  })
})
