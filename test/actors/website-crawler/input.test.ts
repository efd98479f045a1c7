import { expect, test } from 'vitest'
import { readEnvironment } from '../../../actors/website-crawler/environment.ts'
import { parseInput } from '../../../actors/website-crawler/input.ts'
import { describeError } from '../../../actors/website-crawler/log.ts'
import {
  describeSummary,
  newSummary,
  noteFailure,
} from '../../../actors/website-crawler/summary.ts'

const DEFAULTS = {
  startUrls: ['http://a.example/'],
  maxDepth: 2,
  maxPages: 20,
  maxConcurrency: 5,
  maxTextChars: 20_000,
  selector: undefined,
  proxy: undefined,
}

test.each<[input: object, parsed: object]>([
  [{ startUrls: ['http://a.example'] }, {}],
  [{ startUrls: [{ url: ' http://a.example ' }] }, {}],
  [{ startUrls: ['http://a.example'], maxDepth: 0, maxPages: null }, { maxDepth: 0 }],
  [{ startUrls: ['http://a.example'], selector: ' .x ' }, { selector: '.x' }],
  [{ startUrls: ['http://a.example'], selector: ' ' }, {}],
])('the input %j is accepted', (input, parsed) => {
  expect(parseInput(input)).toEqual({ ...DEFAULTS, ...parsed })
})

const START = { startUrls: ['http://a.example'] }

test.each<[input: unknown, problem: string]>([
  [undefined, 'it must be an object with "startUrls"'],
  [[], 'it must be an object with "startUrls"'],
  [{ startUrls: [] }, '"startUrls" must be a list with at least one URL'],
  [{ startUrls: [{}] }, '"startUrls" has undefined, which is not an http(s) URL'],
  [{ ...START, maxDepth: 1.5 }, '"maxDepth" must be a whole number from 0 to 100'],
  [{ ...START, maxDepth: 101 }, '"maxDepth" must be a whole number from 0 to 100'],
  [{ ...START, maxConcurrency: '5' }, '"maxConcurrency" must be a whole number from 1 to 50'],
  [{ ...START, selector: 1 }, '"selector" must be a string'],
])('the input %j is refused', (input, problem) => {
  expect(() => parseInput(input)).toThrow(`The input is not valid: ${problem}.`)
})

test('the environment has newer and older names, and defaults', () => {
  const old = { APIFY_DEFAULT_KEY_VALUE_STORE_ID: 'old', APIFY_DEFAULT_DATASET_ID: 'data1' }
  const now = { ACTOR_DEFAULT_KEY_VALUE_STORE_ID: 'new', APIFY_API_BASE_URL: 'http://host//' }
  expect(readEnvironment(old)).toEqual({
    apiBaseUrl: 'https://api.apify.com',
    keyValueStoreId: 'old',
    datasetId: 'data1',
    inputKey: 'INPUT',
  })
  expect(readEnvironment({ ...old, ...now })).toMatchObject({
    apiBaseUrl: 'http://host',
    keyValueStoreId: 'new',
  })
  expect(() => readEnvironment({})).toThrow('ACTOR_DEFAULT_KEY_VALUE_STORE_ID is not set')
})

test.each([
  [0, 0, '0 pages'],
  [1, 0, '1 page'],
  [12, 3, '12 pages, 3 failed'],
])('%i pages and %i failures are described', (pagesCrawled, failures, text) => {
  const summary = { ...newSummary(), pagesCrawled }
  for (let i = 0; i < failures; i++) noteFailure(summary, `http://a.example/${i}`, 'HTTP 404')
  expect(describeSummary(summary)).toBe(text)
})

test.each<[error: unknown, text: string]>([
  ['text', 'text'],
  [new Error('message'), 'message'],
  [
    new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }),
    'connect ECONNREFUSED',
  ],
  [new TypeError('fetch failed', { cause: new Error('') }), 'fetch failed'],
  [new DOMException('aborted', 'TimeoutError'), 'timed out'],
])('%s is described as "%s"', (error, text) => {
  expect(describeError(error)).toBe(text)
})
