import { expect, test } from 'vitest'
import { Query } from '../../../../src/local/http/query.ts'
import { readOptions } from '../../../../src/local/routes/runs/run-start.ts'

const queryOf = (text: string) => new Query(new URLSearchParams(text))

test.each([
  ['', {}],
  ['memory=256', { memoryMbytes: 256, diskMbytes: 512 }],
  ['timeout=0&maxItems=5', { timeoutSecs: 0, maxItems: 5 }],
  ['maxTotalChargeUsd=0.5&build=latest', { maxTotalChargeUsd: 0.5, build: 'latest' }],
  ['restartOnError=1', { restartOnError: true }],
  ['restartOnError=0', { restartOnError: false }],
])('the run options "%s" are %j', (query, options) => {
  expect(readOptions(queryOf(query))).toEqual(options)
})

test.each([
  ['memory=1000', '"memory" must be a power of 2'],
  ['memory=64', '"memory" must be a number of at least 128'],
  ['timeout=-1', '"timeout" must be a number of at least 0'],
  ['maxItems=1.5', '"maxItems" must be a whole number'],
])('the run options "%s" are refused', (query, message) => {
  expect(() => readOptions(queryOf(query))).toThrow(message)
})
