import { describe, expect, it } from 'vitest'
import { ApiFailure, type Delivery } from '../../../src/apify/transport/api-failure.ts'
import { retryDelay } from '../../../src/apify/transport/retry-delay.ts'
import { ToolError } from '../../../src/shared/errors.ts'

const failure = (delivery: Delivery, status?: number, retryAfterMs?: number) =>
  new ApiFailure('It failed.', 'Call again.', delivery, status, retryAfterMs)
const first = { retries: 0, firstRetryMs: 500, random: () => 0.5 }

describe('a request that may be repeated', () => {
  it.each<[name: string, error: Error, retried: boolean]>([
    ['no connection', failure('not-sent'), true],
    ['a lost response', failure('lost'), true],
    ['429', failure('answered', 429), true],
    ['500', failure('answered', 500), true],
    ['503', failure('answered', 503), true],
    ['408', failure('answered', 408), false],
    ['404', failure('answered', 404), false],
    ['a response that is too large', failure('lost', 200), false],
    ['an error of the server itself', new ToolError('No.', 'Stop.'), false],
  ])('after %s', (_, error, retried) => {
    expect(retryDelay(error, { retry: 'always' }, first)).toBe(retried ? 250 : undefined)
  })
})

describe('a request that must not be repeated once it was sent', () => {
  it.each<[name: string, error: Error, retried: boolean]>([
    ['no connection', failure('not-sent'), true],
    ['429', failure('answered', 429), true],
    ['a lost response', failure('lost'), false],
    ['500', failure('answered', 500), false],
    ['408', failure('answered', 408), false],
    ['a proxy that wants other credentials', failure('not-sent', 407), false],
  ])('after %s', (_, error, retried) => {
    expect(retryDelay(error, { retry: 'not-sent' }, first)).toBe(retried ? 250 : undefined)
  })
})

describe('the delay', () => {
  it.each([
    [0, 500],
    [1, 1000],
    [2, 2000],
    [3, 4000],
    [4, undefined],
  ])('after %i retries is at most %j ms', (retries, ms) => {
    const state = { retries, firstRetryMs: 500, random: () => 1 }
    expect(retryDelay(failure('lost'), { retry: 'always' }, state)).toBe(ms)
  })

  it('is what the API asks for', () => {
    expect(retryDelay(failure('answered', 429, 7000), { retry: 'not-sent' }, first)).toBe(7000)
  })

  it.each([
    [0, 0, undefined],
    [1, 0, 250],
    [1, 1, undefined],
  ])('with at most %i retries, after %i: %j', (most, retries, ms) => {
    const request = { retry: 'always', retries: most } as const
    expect(retryDelay(failure('lost'), request, { ...first, retries })).toBe(ms)
  })
})
