import { expect, test } from 'vitest'
import { checkName } from '../../../src/local/storage/storage-properties.ts'

test.each(['a', 'my-data', 'A1-b2', '1', 'x'.repeat(63)])('%.20s is a name', (name) => {
  expect(() => checkName(name)).not.toThrow()
})

test.each(['', '-a', 'a-', 'a_b', 'a b', 'a/b', '~a', 'é', 'x'.repeat(64)])(
  '%.20j is not a name',
  (name) => {
    expect(() => checkName(name)).toThrow(
      expect.objectContaining({ status: 400, type: 'invalid-value' }),
    )
  },
)
