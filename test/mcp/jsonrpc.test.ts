import { describe, expect, it } from 'vitest'
import {
  claimedVersion,
  claimsVersion,
  isModernVersion,
  isRequest,
  MessageError,
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
    [{ jsonrpc, id: 1, method: 'ping', params: { _meta: { unknown: [1] } } }, true],
  ])('accepts %j', (message, expected) => {
    const read = readMessage(message)
    expect(read).toEqual(message)
    expect(read && isRequest(read)).toBe(expected)
  })

  it.each<[message: unknown, code: number, id: unknown, text: RegExp]>([
    [null, -32600, null, /which is an object/],
    ['ping', -32600, null, /which is an object/],
    [[], -32600, null, /which is an object/],
    [{}, -32600, null, /`jsonrpc`/],
    [{ id: 1, method: 'ping' }, -32600, 1, /`jsonrpc` must be "2.0"/],
    [{ jsonrpc: '1.0', id: 1, method: 'ping' }, -32600, 1, /`jsonrpc` must be "2.0"/],
    [{ jsonrpc, id: null, method: 'ping' }, -32600, null, /`id` must be a string or an integer/],
    [{ jsonrpc, id: 1.5, method: 'ping' }, -32600, null, /`id` must be/],
    [{ jsonrpc, id: {}, method: 'ping' }, -32600, null, /`id` must be/],
    [{ jsonrpc, id: 1 }, -32600, 1, /`method` must be a string/],
    [{ jsonrpc, id: 1, method: 7 }, -32600, 1, /`method` must be a string/],
    [{ jsonrpc, id: 1, method: 'ping', more: 1 }, -32600, 1, /can only have the members/],
    [{ jsonrpc, id: 1, method: 'ping', params: [] }, -32602, 1, /`params` must be an object/],
    [{ jsonrpc, id: 1, method: 'ping', params: 'a' }, -32602, 1, /`params` must be an object/],
    [{ jsonrpc, method: 'a', params: [] }, -32602, undefined, /`params` must be an object/],
    [{ jsonrpc, id: 1, method: 'a', params: { _meta: 7 } }, -32602, 1, /`params._meta` must be/],
    [
      { jsonrpc, id: 1, method: 'ping', params: { _meta: { progressToken: {} } } },
      -32602,
      1,
      /`params._meta.progressToken` must be a string or an integer/,
    ],
    [{ jsonrpc, id: 1, result: {}, error: { code: 1, message: '' } }, -32600, null, /A response/],
    [{ jsonrpc, id: 1, result: 7 }, -32600, null, /A response/],
    [{ jsonrpc, error: { code: '1', message: '' } }, -32600, null, /A response/],
  ])('rejects %j', (message, code, id, text) => {
    const error = errorOf(message)
    expect(error).toMatchObject({ code, message: expect.stringMatching(text) })
    expect(error?.id).toBe(id)
    expect(error?.message).toMatch(/^[^\n]+\.$/)
  })

  it('shows no more than the beginning of a long key', () => {
    const key = `${'k'.repeat(500)}\n`
    const capabilities = { experimental: { [key]: 7 } }
    const params = { _meta: { 'io.modelcontextprotocol/clientCapabilities': capabilities } }
    expect(errorOf({ jsonrpc, id: 1, method: 'a', params })?.message).toMatch(/^.{1,140}$/)
  })
})

function errorOf(json: unknown): MessageError | undefined {
  try {
    readMessage(json)
    return undefined
  } catch (error) {
    if (error instanceof MessageError) return error
    throw error
  }
}

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
