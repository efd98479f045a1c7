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

it('is an option of the library', () => {
  expect(readOptions({}).config.views).toBe('auto')
  expect(readOptions({ views: 'on' }).config.views).toBe('on')
  expect(readOptions({ structured: false }).config.views).toBe('off')
  expect(() => readOptions({ views: 'on', structured: false })).toThrow(/cannot be combined/)
})
