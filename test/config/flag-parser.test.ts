import { describe, expect, it } from 'vitest'
import { type Flag, isOn, readFlags, readList, readNumber } from '../../src/config/flag-parser.ts'
import { UsageError } from '../../src/config/usage-error.ts'

const FLAGS: readonly Flag[] = [
  { name: 'port', kind: 'number', value: 'N', default: '', describe: '' },
  { name: 'local', kind: 'text', value: 'DIR', optional: true, default: '', describe: '' },
  { name: 'quiet', kind: 'switch', default: '', describe: '' },
  { name: 'most', kind: 'number', value: 'N', isLimit: true, default: '', describe: '' },
  { name: 'never', kind: 'list', value: 'a,b', isLimit: true, default: '', describe: '' },
]

describe('readFlags', () => {
  it.each<[argv: string[], given: Record<string, string>]>([
    [[], {}],
    [['--port', '1'], { port: '1' }],
    [['--port=1'], { port: '1' }],
    [['--port=1', '--port=2'], { port: '2' }],
    [['--port=a=b\nc'], { port: 'a=b\nc' }],
    [['--port', '-1'], { port: '-1' }],
    [['--quiet'], { quiet: 'true' }],
    [['--quiet=false'], { quiet: 'false' }],
    [['--local'], { local: 'true' }],
    [['--local', 'a b'], { local: 'a b' }],
    [['--local', '--quiet'], { local: 'true', quiet: 'true' }],
    [['--port='], {}],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an unfilled placeholder of a client
    [['--port=${user_config.port}'], {}],
  ])('%j gives %j', (argv, given) => {
    expect(Object.fromEntries(readFlags(FLAGS, argv))).toEqual(given)
  })

  it.each<[argv: string[], message: string]>([
    [
      ['--prot=1'],
      'Unknown argument "--prot". Did you mean --port? The flags are --port, --local, --quiet, --most, --never.',
    ],
    [['port'], 'Unknown argument "port".'],
    [
      ['--quiet', 'yes'],
      '--quiet does not take "yes". It is on without a value; --quiet=false turns it off.',
    ],
    [['--quiet', '--yes'], 'Unknown argument "--yes".'],
    [['--port'], '--port needs a value. Write --port=N.'],
    [['--port', '--quiet'], '--port needs a value.'],
    [['--most=1', '--most', '2'], '--most is there a second time. Remove one of them.'],
    [['--never=a', '--never=b'], '--never is there a second time. Write all its entries in one,'],
  ])('rejects %j', (argv, message) => {
    expect(() => readFlags(FLAGS, argv)).toThrow(UsageError)
    expect(() => readFlags(FLAGS, argv)).toThrow(message)
  })
})

describe('isOn', () => {
  it.each([
    [undefined, false],
    ['false', false],
    ['true', true],
  ])('of %j is %j', (value, expected) => {
    expect(isOn(new Map(value ? [['quiet', value]] : []), 'quiet')).toBe(expected)
  })

  it('accepts no other value', () => {
    const flags = new Map([['quiet', 'yes']])
    expect(() => isOn(flags, 'quiet')).toThrow('--quiet takes true or false, not "yes".')
  })
})

describe('readNumber', () => {
  const read = (value: string, whole: boolean) =>
    readNumber(new Map([['n', value]]), 'n', { from: 1, to: 10, whole })

  it('is undefined without the flag', () => {
    expect(readNumber(new Map(), 'n', { from: 1, to: 10, whole: true })).toBeUndefined()
  })

  it.each([
    ['1', true, 1],
    ['10', true, 10],
    ['1e1', true, 10],
    ['2.5', false, 2.5],
  ])('%j (whole: %j) is %d', (value, whole, expected) => {
    expect(read(value, whole)).toBe(expected)
  })

  it.each([
    ['0', true],
    ['11', true],
    ['2.5', true],
    ['x', false],
    ['NaN', false],
    ['Infinity', false],
  ])('%j (whole: %j) is rejected with the bounds', (value, whole) => {
    const kind = whole ? 'a whole number' : 'a number'
    expect(() => read(value, whole)).toThrow(`--n takes ${kind} from 1 to 10, not "${value}".`)
  })
})

describe('readList', () => {
  it('is undefined without the flag', () => {
    expect(readList(new Map(), 'n')).toBeUndefined()
  })

  it.each([
    ['a', ['a']],
    ['a,b', ['a', 'b']],
    [' a , ,b,', ['a', 'b']],
  ])('%j is %j', (value, expected) => {
    expect(readList(new Map([['n', value]]), 'n')).toEqual(expected)
  })

  it.each([',', ' , '])('%j is rejected', (value) => {
    expect(() => readList(new Map([['n', value]]), 'n')).toThrow('--n is empty.')
  })
})
