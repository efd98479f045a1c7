import { expect, test } from 'vitest'
import { Query } from '../../../src/local/http/query.ts'

const queryOf = (text: string) => new Query(new URLSearchParams(text))

test.each<[query: string, read: (query: Query) => unknown, value: unknown]>([
  ['', (query) => query.text('a'), undefined],
  ['a=', (query) => query.text('a'), ''],
  ['a=b%20c', (query) => query.text('a'), 'b c'],
  ['a=1', (query) => query.flag('a'), true],
  ['a=true', (query) => query.flag('a'), true],
  ['a=0', (query) => query.flag('a'), false],
  ['a=yes', (query) => query.flag('a'), false],
  ['', (query) => query.flag('a'), false],
  ['a=x', (query) => query.choice('a', ['x', 'y']), 'x'],
  ['a=', (query) => query.choice('a', ['x', 'y']), undefined],
  ['a=x,%20y,,z', (query) => query.list('a'), ['x', 'y', 'z']],
  ['a=x,%20y%20,,z', (query) => query.names('a'), ['x', ' y ', 'z']],
  ['', (query) => query.list('a'), []],
  ['a=12', (query) => query.integer('a', 0), 12],
  ['a=', (query) => query.integer('a', 0), undefined],
  ['a=%201%20', (query) => query.integer('a', 0), 1],
  ['a=1.5', (query) => query.number('a', 0), 1.5],
  ['a=2030-01-31', (query) => query.date('a')?.toISOString(), '2030-01-31T00:00:00.000Z'],
  ['', (query) => query.date('a'), undefined],
  ['', (query) => query.page(), { offset: 0, limit: 1000, desc: false }],
  ['offset=5&limit=0&desc=1', (query) => query.page(), { offset: 5, limit: 1000, desc: true }],
  ['limit=5000', (query) => query.page(), { offset: 0, limit: 1000, desc: false }],
])('"%s" is read by %s', (text, read, value) => {
  expect(read(queryOf(text))).toEqual(value)
})

test.each<[query: string, read: (query: Query) => unknown, message: string]>([
  ['a=z', (query) => query.choice('a', ['x', 'y']), '"a" must be one of x, y.'],
  ['a=-1', (query) => query.integer('a', 0), '"a" must be a number of at least 0.'],
  ['a=9', (query) => query.integer('a', 0, 5), 'at least 0 and at most 5.'],
  ['a=1.5', (query) => query.integer('a', 0), '"a" must be a whole number.'],
  ['a=x', (query) => query.number('a', 0), '"a" must be a number'],
  ['a=tomorrow', (query) => query.date('a'), '"a" must be a date in ISO 8601'],
  ['limit=x', (query) => query.page(), '"limit" must be a number'],
])('"%s" is refused by %s', (text, read, message) => {
  expect(() => read(queryOf(text))).toThrow(
    expect.objectContaining({ status: 400, message: expect.stringContaining(message) }),
  )
})
