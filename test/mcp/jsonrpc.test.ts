import { describe, expect, it } from 'vitest'
import {
  claimedVersion,
  claimsVersion,
  isModernVersion,
  isRequest,
  readMessage,
} from '../../src/mcp/jsonrpc.ts'

const jsonrpc = '2.0'
const VERSION = 'io.modelcontextprotocol/protocolVersion'

describe('readMessage', () => {
  it.each<[message: object, isRequest: boolean]>([
    [{ jsonrpc, id: 1, method: 'ping' }, true],
    [{ jsonrpc, id: 'a', method: 'x', params: { _meta: { progressToken: 1 }, more: [] } }, true],
    [{ jsonrpc, method: 'notifications/initialized' }, false],
    [{ jsonrpc, id: 1, result: {} }, false],
    [{ jsonrpc, id: 1, error: { code: -1, message: 'no', data: 1 } }, false],
    [{ jsonrpc, error: { code: -1, message: 'no' } }, false],
  ])('accepts %j', (message, expected) => {
    const read = readMessage(message)
    expect(read).toEqual(message)
    expect(read && isRequest(read)).toBe(expected)
  })

  it.each<[message: unknown]>([
    [null],
    ['ping'],
    [[]],
    [{}],
    [{ id: 1, method: 'ping' }],
    [{ jsonrpc: '1.0', id: 1, method: 'ping' }],
    [{ jsonrpc, id: null, method: 'ping' }],
    [{ jsonrpc, id: 1.5, method: 'ping' }],
    [{ jsonrpc, id: 1 }],
    [{ jsonrpc, id: 1, method: 'ping', params: [] }],
    [{ jsonrpc, id: 1, method: 'ping', more: 1 }],
    [{ jsonrpc, id: 1, method: 'ping', params: { _meta: { progressToken: {} } } }],
    [{ jsonrpc, id: 1, result: {}, error: { code: 1, message: '' } }],
    [{ jsonrpc, error: { code: '1', message: '' } }],
  ])('rejects %j', (message) => {
    expect(readMessage(message)).toBeUndefined()
  })
})

describe('the version that a message claims', () => {
  it.each<[params: unknown, claims: boolean, version: string | undefined]>([
    [undefined, false, undefined],
    [{}, false, undefined],
    [{ _meta: {} }, false, undefined],
    [{ _meta: { progressToken: 1 } }, false, undefined],
    [{ _meta: { [VERSION]: '2026-07-28' } }, true, '2026-07-28'],
    [{ _meta: { [VERSION]: 'nonsense' } }, true, 'nonsense'],
    [{ _meta: { [VERSION]: 1 } }, true, undefined],
    [{ _meta: 'text' }, false, undefined],
  ])('is read from the params %j', (params, claims, version) => {
    const message = { jsonrpc, id: 1, method: 'ping', params }
    expect(claimsVersion(message)).toBe(claims)
    expect(claimedVersion(message)).toBe(version)
  })
})

describe('isModernVersion', () => {
  it.each([
    [undefined, false],
    ['', false],
    ['2025-11-25', false],
    ['2026-07-27', false],
    ['2026-07-28', true],
    ['2027-01-01', true],
    ['9', false],
    ['latest', false],
    ['2026-07-28-draft', false],
  ])('of %j is %j', (version, expected) => {
    expect(isModernVersion(version)).toBe(expected)
  })
})
