import { expect, it } from 'vitest'
import { flagGroups } from '../../src/config/flag-groups.ts'
import { FLAGS } from '../../src/config/flags.ts'

it('has each flag in exactly one group', () => {
  const grouped = flagGroups().flatMap(({ flags }) => flags.map(({ name }) => name))
  // A flag that fails here is to be named in GROUPS of src/config/flag-groups.ts.
  expect(grouped.toSorted()).toEqual(FLAGS.map(({ name }) => name).toSorted())
  for (const { title, flags } of flagGroups()) expect(flags, title).not.toEqual([])
})
