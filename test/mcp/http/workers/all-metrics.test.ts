import { expect, it } from 'vitest'
import { allMessages, createPrimary } from '../../../support/linked-workers.ts'

const NEVER = new Promise<never>(() => {})
/** The metrics of a worker that has answered so many calls. */
const counted = (value: number) => [
  { name: 'calls_total', help: 'Calls.', type: 'counter', values: [{ labels: {}, value }] },
]

it('counts a worker once that ends while the others are asked', async () => {
  const { start } = createPrimary()
  const [one, two] = [await start(1), await start(2)]
  let twoSays: Promise<object[]> = Promise.resolve(counted(5))
  const part = { count: () => 0, cancel: () => {} }
  one.join({ ...part, snapshot: async () => counted(2) })
  two.join({ ...part, snapshot: () => twoSays })
  const sum = async () => {
    const snapshots = JSON.stringify(await one.worker?.snapshots())
    return [...snapshots.matchAll(/"value":(\d+)/g)].reduce((total, [, n]) => total + Number(n), 0)
  }
  expect(await sum()).toBe(7)
  twoSays = NEVER
  const meanwhile = sum()
  await allMessages()
  two.end()
  expect(await meanwhile).toBe(7)
  expect(await sum()).toBe(7)
})
