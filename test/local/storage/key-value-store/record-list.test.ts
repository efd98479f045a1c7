import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecordList } from '../../../../src/local/storage/key-value-store/record-list.ts'
import { propertyRuns } from '../../../support/property-runs.ts'

const key = fc.constantFrom('A', 'B', 'a', "a'1", 'b', 'c')
const change = fc.record({ key, size: fc.nat(9), isDeleted: fc.boolean() })

test('records are in the order of their keys, with the sum of their sizes, after any changes', () => {
  fc.assert(
    fc.property(fc.array(change), fc.array(change), (first, changes) => {
      const list = new RecordList(first)
      const expected = new Map(first.map((one) => [one.key, one]))
      for (const changed of changes) {
        if (changed.isDeleted) list.delete(changed.key)
        else list.set(changed)
        if (changed.isDeleted) expected.delete(changed.key)
        else expected.set(changed.key, changed)
      }
      const sorted = [...expected.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
      expect(list.list()).toEqual(sorted)
      expect(list.bytes).toBe(sorted.reduce((sum, { size }) => sum + size, 0))
      for (const [name, one] of expected) expect(list.get(name)).toBe(one)
    }),
    propertyRuns(100),
  )
})
