import { describe, expect, it } from 'vitest'
import { toQueueRequests } from '../../../../tools/support/request-queues/queue-requests.ts'

const keyOf = (request: Parameters<typeof toQueueRequests>[0][number]) =>
  toQueueRequests([request])[0]?.uniqueKey

describe('the key of a request', () => {
  it.each([
    ['https://Example.com/Path/', 'https://example.com/Path'],
    ['https://example.com', 'https://example.com'],
    ['https://example.com/?b=2&a=1#part', 'https://example.com?a=1&b=2'],
    ['https://example.com/p?utm_source=x&id=1', 'https://example.com/p?id=1'],
    [' https://example.com:8080/p ', 'https://example.com:8080/p'],
  ])('of %j is %j', (url, key) => {
    expect(keyOf({ url })).toBe(key)
  })

  it('tells methods and payloads apart', () => {
    const url = 'https://example.com/api'
    const keys = [
      keyOf({ url }),
      keyOf({ url, method: 'POST' }),
      keyOf({ url, method: 'POST', payload: 'a' }),
      keyOf({ url, method: 'POST', payload: 'b' }),
    ]
    expect(new Set(keys).size).toBe(4)
    expect(keys[2]).toMatch(/^POST\([A-Za-z0-9]{8}\):https:\/\/example\.com\/api$/)
  })

  it('stays as it is given', () => {
    expect(keyOf({ url: 'https://a.b', uniqueKey: 'mine' })).toBe('mine')
  })
})

it.each(['ftp://a.b', 'page', '', 'javascript:alert(1)'])('refuses %j, by its position', (url) => {
  expect(() => toQueueRequests([{ url: 'https://a.b' }, { url }])).toThrow('requests[1].url')
})
