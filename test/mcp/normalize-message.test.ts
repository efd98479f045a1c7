import { expect, it } from 'vitest'
import { normalizeMessage } from '../../src/mcp/normalize-message.ts'

const jsonrpc = '2.0'
const ping = { jsonrpc, id: 1, method: 'ping' }
const initialize = { protocolVersion: '2025-11-25', clientInfo: { name: 'a', version: '1' } }
const call = (params: object) => ({ jsonrpc, id: 1, method: 'tools/call', params })
const prompt = (args: unknown) => ({
  jsonrpc,
  id: 1,
  method: 'prompts/get',
  params: { name: 'a', arguments: args },
})

it.each<[what: string, sent: Record<string, unknown>, meant: object]>([
  ['params', { ...ping, params: null }, ping],
  ['members of a response', { ...ping, result: null, error: null }, ping],
  [
    'the error of a result',
    { jsonrpc, id: 1, result: {}, error: null },
    { jsonrpc, id: 1, result: {} },
  ],
  ['a result', { jsonrpc, id: 1, result: null }, { jsonrpc, id: 1, result: {} }],
  [
    'the result of an error',
    { jsonrpc, id: null, result: null, error: { code: 1, message: 'a', data: null } },
    { jsonrpc, error: { code: 1, message: 'a' } },
  ],
  [
    'an entry of a result',
    { jsonrpc, id: 1, result: { action: 'accept', content: null, _meta: null } },
    { jsonrpc, id: 1, result: { action: 'accept' } },
  ],
  [
    'the id of a notification',
    { jsonrpc, id: null, method: 'notifications/initialized' },
    { jsonrpc, method: 'notifications/initialized' },
  ],
  [
    'metadata',
    { ...ping, params: { _meta: { progressToken: null, other: { a: null } }, cursor: null } },
    { ...ping, params: { _meta: { other: {} } } },
  ],
  [
    'capabilities, and missing ones',
    { ...ping, method: 'initialize', params: { ...initialize, capabilities: null } },
    { ...ping, method: 'initialize', params: { ...initialize, capabilities: {} } },
  ],
  [
    'one capability',
    {
      ...ping,
      method: 'initialize',
      params: {
        protocolVersion: '2025-11-25',
        capabilities: { roots: null, elicitation: { form: null }, experimental: { a: null } },
        clientInfo: { name: 'a', version: '1', title: null, icons: [null] },
      },
    },
    {
      ...ping,
      method: 'initialize',
      params: {
        ...initialize,
        capabilities: { elicitation: {}, experimental: {} },
        clientInfo: { name: 'a', version: '1', icons: [] },
      },
    },
  ],
  ['arguments of a call', call({ name: 'a', arguments: null }), call({ name: 'a' })],
  ['arguments of a prompt', prompt({ a: null, b: 'c' }), prompt({ b: 'c' })],
])('null means absent: %s', (_, sent, meant) => {
  expect(normalizeMessage(sent)).toEqual(meant)
})

it.each<[what: string, sent: Record<string, unknown>]>([
  ['the arguments of a tool', call({ name: 'a', arguments: { a: null, b: { c: [null] } } })],
  [
    'a payment',
    call({
      name: 'a',
      _meta: { 'x402/payment': { accepted: { extra: { a: null } }, list: [null] } },
    }),
  ],
  ['the id of a request', { ...ping, id: null }],
  ['an odd method', { ...ping, method: 7, params: [null] }],
])('nulls stay: %s', (_, sent) => {
  expect(normalizeMessage(sent)).toEqual(sent)
})

it.each<[text: string, meant: unknown]>([
  ['{"a":null,"b":1}', { a: null, b: 1 }],
  [' {} ', {}],
  ['{"id":12345678901234567890}', { id: '12345678901234567890' }],
  ['\ufeff{"a":1}\n', { a: 1 }],
  ['"{\\"a\\":1}"', { a: 1 }],
  ['"\\"{\\\\\\"a\\\\\\":1}\\""', { a: 1 }],
  ['"\\" {} \\""', {}],
  ['"null"', undefined],
  ['"a"', '"a"'],
  ['', undefined],
  ['  ', undefined],
  ['null', undefined],
  ['[1]', '[1]'],
  ['7', '7'],
  ['{"a":', '{"a":'],
])('arguments as the text %j are read', (text, meant) => {
  const expected = meant === undefined ? { name: 'a' } : { name: 'a', arguments: meant }
  expect(normalizeMessage(call({ name: 'a', arguments: text }))).toEqual(call(expected))
})

it('a call that asks for a task does so, unless it says null', () => {
  const task = { ttl: 1 }
  expect(normalizeMessage(call({ name: 'a', task }))).toEqual(call({ name: 'a', task }))
  expect(normalizeMessage(call({ name: 'a', task: null }))).toEqual(call({ name: 'a' }))
  expect(normalizeMessage(call({ name: 'a', task: { ttl: null } }))).toEqual(
    call({ name: 'a', task: {} }),
  )
})

it('a value of any depth is survived', () => {
  const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)
  expect(normalizeMessage({ ...ping, params: { _meta: { deep } } })).toHaveProperty('params._meta')
})
