import fc from 'fast-check'
import { expect, it } from 'vitest'
import { countControls } from '../../src/untrusted/control-chars.ts'
import { propertyRuns } from '../support/property-runs.ts'

const counted = (bytes: Uint8Array) => bytes.reduce((sum, byte) => sum + (byte < 32 ? 1 : 0), 0)

it('counts the bytes below 32, wherever the bytes begin in memory', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.array(fc.constantFrom(0, 9, 10, 31, 32, 33, 127, 128, 159, 160, 255), { maxLength: 40 }),
  )
  fc.assert(
    fc.property(bytes, fc.integer({ min: 0, max: 7 }), (some, offset) => {
      const memory = Buffer.alloc(offset + some.length, 1)
      memory.set(some, offset)
      expect(countControls(memory.subarray(offset))).toBe(counted(Uint8Array.from(some)))
    }),
    propertyRuns(100),
  )
})

it.each([0, 10, 31, 32, 128])('counts in more bytes than are looked at together: %d', (byte) => {
  const bytes = Buffer.alloc(100_003, byte)
  expect(countControls(bytes)).toBe(counted(bytes))
  bytes.fill('a', 5, 90_000)
  expect(countControls(bytes)).toBe(counted(bytes))
})
