import { describe, expect, it } from 'vitest'
import { fakeDataset } from '../../../support/fake-storages.ts'
import { type ListArgs, list } from '../../../support/list-dataset.ts'

const HAS_NONE = 'No row here has these `fields`'
const rows = [
  { a: 1, list: [{ x: 1 }], '#h': 1 },
  { a: null, deep: { b: '' } },
]

describe('the note on fields that no row has', () => {
  it.each<[ListArgs, string]>([
    [{ fields: ['none'] }, `${HAS_NONE}; \`get_dataset\` lists`],
    [{ fields: ['a.b'] }, `${HAS_NONE};`],
    [{ fields: ['none'], clean: true }, `${HAS_NONE};`],
    [{ fields: ['#h'], clean: true }, `${HAS_NONE} after \`clean\`;`],
    [{ fields: ['a'], omit: ['a'] }, `${HAS_NONE} after \`omit\`;`],
    [{ fields: ['deep'], flatten: ['deep'], offset: 1 }, `${HAS_NONE} after \`flatten\`;`],
    [{ fields: ['list.x'], unwind: ['list'] }, `${HAS_NONE} after \`unwind\`;`],
    [{ fields: ['a,list'] }, 'A name with a comma is one name'],
  ])('is there for %j', async (args, note) => {
    expect((await list(fakeDataset(rows), args)).note).toContain(note)
  })

  it.each<[ListArgs]>([
    [{ fields: ['a'] }],
    [{ fields: ['a'], offset: 1 }],
    [{ fields: ['deep.b'] }],
    [{ fields: ['a', 'none'], clean: true }],
    [{ fields: ['#h'] }],
    [{ fields: ['none'], offset: 2 }],
    [{ fields: ['none'], unwind: ['list'], offset: 9 }],
    [{ fields: ['x'], unwind: ['list'] }],
    [{ fields: [] }],
  ])('is not there for %j', async (args) => {
    expect((await list(fakeDataset(rows), args)).note ?? '').not.toContain(HAS_NONE)
  })
})
