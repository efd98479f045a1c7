import { expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { readOptions } from '../../src/config/library-options.ts'
import { UsageError } from '../../src/config/usage-error.ts'

it.each([
  [[], 'auto'],
  [['--views=auto'], 'auto'],
  [['--views', 'on'], 'on'],
  [['--views=off'], 'off'],
  [['--no-structured'], 'off'],
  [['--no-structured', '--views=auto'], 'off'],
  [['--no-structured', '--views=off'], 'off'],
])('%j: views are %s', (args, views) => {
  expect(readConfig(args, {}).views).toBe(views)
})

it.each([
  [['--views=yes'], '--views takes auto, on or off, not "yes"'],
  [['--views'], '--views needs a value'],
  [['--views=on', '--no-structured'], '--views on and --no-structured cannot be combined'],
])('%j is refused', (args, says) => {
  expect(() => readConfig(args, {})).toThrow(UsageError)
  expect(() => readConfig(args, {})).toThrow(says)
})

it('images for views are fetched only when that is asked for', () => {
  expect(readConfig([], {}).viewImages).toBe(false)
  expect(readConfig(['--view-images'], {}).viewImages).toBe(true)
  expect(readOptions({ viewImages: true }).config.viewImages).toBe(true)
  for (const off of ['--views=off', '--no-structured'])
    expect(() => readConfig(['--view-images', off], {})).toThrow('--view-images needs views')
  expect(() => readOptions({ viewImages: true, views: 'off' })).toThrow('needs views')
})

it('is an option of the library', () => {
  expect(readOptions({}).config.views).toBe('auto')
  expect(readOptions({ views: 'on' }).config.views).toBe('on')
  expect(readOptions({ structured: false }).config.views).toBe('off')
  expect(() => readOptions({ views: 'on', structured: false })).toThrow(/cannot be combined/)
})
