import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registerFunctions } from '../../../../src/query/worker/functions/index.ts'
import { type Database, openDatabase } from '../../../../src/query/worker/sqlite.ts'

let db: Database

beforeAll(async () => {
  db = await openDatabase({ maxMb: 64 })
  registerFunctions(db)
})
afterAll(() => db.close())

/** Returns the first value of a result. */
function ask(expression: string): unknown {
  return db.values(`SELECT ${expression}`)[0]?.[0]
}

describe('functions of texts', () => {
  it.each<[string, unknown]>([
    ["to_number('1,299.00')", 1299],
    ["to_number('5') / 2", 2.5],
    ["to_number('1,299')", null],
    ["to_number('1,299', '.')", 1299],
    ["to_number('9007199254740993')", 9007199254740993n],
    ["split_part('a,b,c', ',', 2)", 'b'],
    ["split_part('a,b,c', ',', -1)", 'c'],
    ["split_part('a,b,c', ',', 9)", ''],
    ["split_part('a,b', '', 1)", 'a,b'],
    ["split_part(NULL, ',', 1)", null],
    ["left('čaj', 2)", 'ča'],
    ["left('abc', -1)", 'ab'],
    ["left('😀bc', 1)", '😀'],
    ['left(12345, 2)', '12'],
    ["right('čaj', 2)", 'aj'],
    ["right('abc', -1)", 'bc'],
    ["right('abc', 0)", ''],
    ["right('abc', 9)", 'abc'],
    ['left(NULL, 2)', null],
    ["reverse('abč')", 'čba'],
    ["repeat('ab', 2)", 'abab'],
    ["repeat('ab', -2)", ''],
    ["lpad('7', 3, '0')", '007'],
    ["lpad('1234', 3, '0')", '123'],
    ["rpad('a', 3)", 'a  '],
    ["rpad('a', 4, 'xy')", 'axyx'],
    ["initcap('green TEA, big')", 'Green Tea, Big'],
    ["translate('12345', '143', 'ax')", 'a2x5'],
    ["starts_with('abc', 'ab')", 1],
    ["ends_with('abc', 'ab')", 0],
    ["strpos('čaj', 'a')", 2],
    ["strpos('abc', 'x')", 0],
    ["char_length('😀a')", 2],
    ["left('a' || char(0) || 'b', 3) = 'a' || char(0) || 'b'", 1],
    ["length(CAST(reverse('a' || char(0) || 'b') AS BLOB))", 3],
  ])('%s', (expression, value) => {
    expect(ask(expression)).toEqual(value)
  })
})

describe('functions of patterns', () => {
  it.each<[string, unknown]>([
    ["'green tea' REGEXP '^green'", 1],
    ["'green tea' REGEXP '^tea'", 0],
    ["'Green' REGEXP '(?i)^green'", 1],
    ["'ČAJ' REGEXP '(?i)čaj'", 1],
    ["'abc' NOT REGEXP 'b'", 0],
    ["12 REGEXP '^1'", 1],
    ["NULL REGEXP 'a'", null],
    ["'a' REGEXP NULL", null],
    ["regexp_like('Tea', 'tea')", 0],
    ["regexp_like('Tea', 'tea', 'i')", 1],
    ["regexp_extract('size 42 cm', '\\d+')", '42'],
    ["regexp_extract('size 42 cm', '(\\d+) (\\w+)', 2)", 'cm'],
    ["regexp_extract('none', '\\d+')", null],
    ["regexp_count('a1b22', '\\d+')", 2],
    ["regexp_replace('a1b2', '\\d', 'x')", 'axb2'],
    ["regexp_replace('a1b2', '\\d', 'x', 'g')", 'axbx'],
    ["regexp_replace('A1a2', 'a', 'x', 'gi')", 'x1x2'],
    ["regexp_replace('john smith', '(\\w+) (\\w+)', '\\2 \\1')", 'smith john'],
    ["regexp_replace('abc', 'b', '[\\&]')", 'a[b]c'],
    ["regexp_replace('abc', 'b', '$1')", 'a$1c'],
    ["regexp_replace('aaa', 'x*', '-', 'g')", '-a-a-a-'],
  ])('%s', (expression, value) => {
    expect(ask(expression)).toEqual(value)
  })

  it.each<[string, string]>([
    ["'a' REGEXP '('", 'regexp(): the pattern is not a valid RE2 regular expression'],
    ["'a' REGEXP '(?=a)'", 'no lookaround'],
    ["'a' REGEXP '(a{1,200}){1,200}'", 'regexp(): the pattern is too large'],
    [`'a' REGEXP '${'a'.repeat(2001)}'`, 'regexp(): the pattern is too large'],
    ["regexp_like('a', 'a', 'q')", 'regexp_like(): the flag `q` is unknown'],
    ["regexp_extract('a', 'a', 1)", 'the pattern has 0 groups'],
  ])('%s fails in words', (expression, message) => {
    expect(() => ask(expression)).toThrow(message)
  })

  it('ends soon on patterns and texts that take others for ever', () => {
    const text = "printf('%.*c', 100000, 'a')"
    expect(ask(`${text} || 'b' REGEXP '^(a+)+$'`)).toBe(0)
    expect(ask(`${text} REGEXP '(a|aa)+c'`)).toBe(0)
    expect(() => ask(`regexp_count(${text} || ${text}, 'a*b|a')`)).toThrow('takes too long')
    expect(() => ask(`${text} REGEXP '(?:a?){100}b{100}'`)).toThrow('too long for this pattern')
  })
})

describe('functions of times', () => {
  it.each<[string, unknown]>([
    ["date_trunc('day', '2024-05-16T13:45:30.250Z')", '2024-05-16'],
    ["date_trunc('month', '2024-05-16 13:45:30')", '2024-05-01'],
    ["date_trunc('quarter', '2024-06-16')", '2024-04-01'],
    ["date_trunc('YEAR', '2024-06-16')", '2024-01-01'],
    ["date_trunc('week', '2024-05-19')", '2024-05-13'],
    ["date_trunc('hour', '2024-05-16T13:45:30.250Z')", '2024-05-16T13:00:00.000Z'],
    ["date_trunc('minute', '2024-05-16T23:45:30-02:00')", '2024-05-17T01:45:00.000Z'],
    ["date_trunc('days', '2024-05-16T23:45:30-0200')", '2024-05-17'],
    ["date_trunc('day', 'soon')", null],
    ["date_trunc('day', '2024-02-30')", null],
    ["date_trunc('day', NULL)", null],
    ["date_part('year', '2024-05-16')", 2024],
    ["date_part('month', '2024-05-16')", 5],
    ["date_part('day', '2024-05-16')", 16],
    ["date_part('hour', '2024-05-16T13:45:30.250Z')", 13],
    ["date_part('second', '2024-05-16T13:45:30.250Z')", 30.25],
    ["date_part('dow', '2024-05-19')", 0],
    ["date_part('isodow', '2024-05-19')", 7],
    ["date_part('doy', '2024-12-31')", 366],
    ["date_part('week', '2021-01-03')", 53],
    ["date_part('week', '2021-01-04')", 1],
    ["date_part('isoyear', '2021-01-03')", 2020],
    ["date_part('quarter', '2024-05-16')", 2],
    ["date_part('epoch', '1970-01-02')", 86400],
    ["date_part('year', '')", null],
    ["now() GLOB '[0-9][0-9][0-9][0-9]-*T*Z'", 1],
    ["datetime(now(), '-7 days') < datetime('now')", 1],
    ["date_part('year', now()) >= 2024", 1],
  ])('%s', (expression, value) => {
    expect(ask(expression)).toEqual(value)
  })

  it.each<[string, string]>([
    ["date_trunc('eon', '2024-01-01')", 'date_trunc(): `eon` is no unit of time'],
    ["date_part('constructor', '2024-01-01')", 'is no unit of time'],
    ["date_trunc('day', 1700000000)", "Write `datetime(x, 'unixepoch')` for seconds"],
  ])('%s fails in words', (expression, message) => {
    expect(() => ask(expression)).toThrow(message)
  })
})

describe('comparisons', () => {
  it.each<[string, unknown]>([
    ['greatest(1, 3, 2)', 3],
    ['least(2, NULL, 1)', 1],
    ['greatest(NULL, NULL)', null],
    ["greatest(5, 'a')", 'a'],
    ["least('b', 'a')", 'a'],
    ["greatest('\uffff', '😀')", '😀'],
    ['greatest(9007199254740993, 9007199254740992)', 9007199254740993n],
    ['least(2.5, 9007199254740993)', 2.5],
  ])('%s', (expression, value) => {
    expect(ask(expression)).toEqual(value)
  })
})
