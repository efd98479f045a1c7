import { describe, expect, it } from 'vitest'
import { findId } from '../../src/mcp/find-id.ts'

describe('the id in the text of a message', () => {
  it.each<[string, string | number | null]>([
    ['{"id":7,"method":"ping"}', 7],
    ['{ "method" : "ping" , "id" : -7 }', -7],
    ['{"method":"a","params":{"id":8,"a":[{"id":9}]},"id":"x\\"1"}', 'x"1'],
    ['{"method":"a","params":{"a":"}]\\"","id":8}}', null],
    ['{"method":"a","id":null}', null],
    ['{"method":"a","id":{"id":3}}', null],
    ['{"method":"a","id":1.5}', null],
    // The id of a response is one of ours.
    ['{"id":7,"result":{"method":"a"}}', null],
    ['[{"id":7,"method":"ping"}]', null],
    ['{"id', null],
    ['', null],
  ])('of %s', (text, id) => {
    expect(findId(text)).toBe(id)
  })
})
