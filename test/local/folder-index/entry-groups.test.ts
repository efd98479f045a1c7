import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ALL, EntryGroups } from '../../../src/local/folder-index/entry-groups.ts'
import { propertyRuns } from '../../support/property-runs.ts'

const entry = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
  at: fc.constantFrom('2030-01-01', '2030-01-02', '2030-01-03'),
  kind: fc.constantFrom('red', 'blue'),
})

const change = fc.record({ entry, isDeleted: fc.boolean() })

test('entries are in the order of their times and ids in each group, after any changes', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(entry, { selector: ({ id }) => id }),
      fc.array(change),
      (first, changes) => {
        const groups = new EntryGroups(first, ({ kind }) => [kind])
        const expected = new Map(first.map((one) => [one.id, one]))
        for (const { entry: changed, isDeleted } of changes) {
          if (isDeleted) groups.delete(changed.id)
          else groups.set(changed)
          if (isDeleted) expected.delete(changed.id)
          else expected.set(changed.id, changed)
        }
        const all = [...expected.values()].sort((a, b) => (a.at + a.id < b.at + b.id ? -1 : 1))
        expect(groups.list(ALL)).toEqual(all)
        for (const kind of ['red', 'blue'])
          expect(groups.list(kind)).toEqual(all.filter((one) => one.kind === kind))
      },
    ),
    propertyRuns(100),
  )
})
