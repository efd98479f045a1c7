import { expect, test } from 'vitest'
import { lazyGroups } from '../../src/apify/lazy-groups.ts'

function grouped() {
  const created: string[] = []
  const groups = [
    (name: string) => {
      created.push(`runs of ${name}`)
      return { getRun: () => `run of ${name}`, abortRun: () => `aborted by ${name}` }
    },
    (name: string) => {
      created.push(`storages of ${name}`)
      return { getRecord: () => `record of ${name}` }
    },
  ] as const
  const create = lazyGroups<string, typeof groups>(groups)
  // The first object learns the names.
  create('nobody')
  created.length = 0
  return { create, created }
}

test('creates a group once, when one of its functions is first used', () => {
  const { create, created } = grouped()
  const api = create('ann')
  expect(created).toEqual([])
  expect([api.getRun(), api.abortRun(), api.getRun()]).toEqual([
    'run of ann',
    'aborted by ann',
    'run of ann',
  ])
  expect(created).toEqual(['runs of ann'])
})

test('keeps the objects apart', () => {
  const { create } = grouped()
  const [ann, bob] = [create('ann'), create('bob')]
  expect([ann.getRecord(), bob.getRecord()]).toEqual(['record of ann', 'record of bob'])
})

test('lets an object that inherits them have a function of its own', () => {
  const { create } = grouped()
  const api = create('ann')
  const other: typeof api = Object.assign(Object.create(api), { getRun: () => 'other' })
  expect([other.getRun(), other.abortRun(), api.getRun()]).toEqual([
    'other',
    'aborted by ann',
    'run of ann',
  ])
})
