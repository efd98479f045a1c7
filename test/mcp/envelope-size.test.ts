import { describe, expect, it } from 'vitest'
import { hasLargeEnvelope } from '../../src/mcp/envelope-size.ts'

const many = Array.from({ length: 10_001 }, () => 0)
const call = (params: object) => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params })

describe('what a message has beside the arguments of a tool', () => {
  it.each<[string, unknown]>([
    ['members', { ...call({}), ...many }],
    ['members of params', call({ ...many })],
    ['metadata', call({ _meta: { a: { b: [many] } } })],
    ['objects that share keys', call({ _meta: many.map(() => ({})) })],
    ['arguments of a prompt', { id: 1, method: 'prompts/get', params: { arguments: { many } } }],
    ['an answer', { id: 1, result: { content: many } }],
    ['all of a batch', Array.from({ length: 100 }, () => call({ a: many.slice(0, 100) }))],
    ['a list', many],
  ])('is too much: %s', (_, json) => {
    expect(hasLargeEnvelope(json)).toBe(true)
  })

  it.each<[string, unknown]>([
    ['the arguments of a tool', call({ name: 'a', arguments: { many: [many, many] } })],
    ['those of a batch', Array.from({ length: 100 }, () => call({ arguments: { many } }))],
    ['some thousand members', call({ _meta: { many: many.slice(0, 9000) } })],
    ['a number', 1],
    ['null', null],
  ])('is not: %s', (_, json) => {
    expect(hasLargeEnvelope(json)).toBe(false)
  })
})
