import { expect, test } from 'vitest'
import { PendingOrder } from '../../../../src/local/storage/request-queue/pending-order.ts'
import { requestIdOf } from '../../../../src/local/storage/request-queue/queue-request.ts'
import { RequestQueue } from '../../../../src/local/storage/request-queue/request-queue.ts'
import { UNOWNED } from '../../../../src/local/storage/storage-properties.ts'
import { makeFolder } from '../../../support/folder.ts'

/** Adds ids at the front (`<a`) or at the back (`a`), and removes them (`-a`). */
function orderAfter(steps: string[]): string[] {
  const order = new PendingOrder()
  const numbers = new Map<string, number>()
  for (const step of steps) {
    const id = step.replace(/^[<-]/, '')
    if (step.startsWith('-')) order.remove(numbers.get(id) ?? 0)
    else numbers.set(id, order.add(id, step.startsWith('<')))
  }
  expect(order.size).toBe([...order.ids()].length)
  return [...order.ids()]
}

test.each<[steps: string, order: string]>([
  ['', ''],
  ['a b c', 'a b c'],
  ['a <b c', 'b a c'],
  ['a <b <c d', 'c b a d'],
  ['<a <b', 'b a'],
  ['a b -a c', 'b c'],
  ['<a <b -b <c d', 'c a d'],
])('after "%s" the order is "%s"', (steps, order) => {
  expect(orderAfter(steps.split(' ').filter(Boolean)).join(' ')).toBe(order)
})

test.each([
  ['a', 'ypeBEsobvcr6wjG'],
  ['http://example.com', '8OamqXBCpPHxyH9'],
])('the id of the key %s is %s, as in the clients of the API', (uniqueKey, id) => {
  expect(requestIdOf(uniqueKey)).toBe(id)
})

const PROPERTIES = { ...UNOWNED, id: 'x'.repeat(17), createdAt: '2026-01-02T03:04:05.000Z' }
const requestOf = (uniqueKey: string) => ({
  uniqueKey,
  url: `http://${uniqueKey}/`,
  method: 'GET',
  retryCount: 0,
})
const headOf = (queue: RequestQueue) =>
  queue
    .head(100)
    .map(({ uniqueKey }) => uniqueKey)
    .join('')

test('the order survives a restart, however it came about', async () => {
  const folder = await makeFolder()
  const queue = await RequestQueue.open(folder, PROPERTIES)
  await queue.add(['a', 'b', 'c', 'd'].map(requestOf), false)
  await queue.add(['e', 'f'].map(requestOf), true)
  await queue.move(requestIdOf('c'), true)
  await queue.move(requestIdOf('f'), false)
  const handled = { ...requestOf('b'), id: requestIdOf('b'), handledAt: '2026-01-02T03:04:05.000Z' }
  await queue.update(handled, false)
  await queue.delete([requestIdOf('d'), 'unknown'])
  const reopened = await RequestQueue.open(folder, PROPERTIES)
  for (const opened of [queue, reopened]) {
    expect(headOf(opened)).toBe('ceaf')
    expect(opened.describe()).toMatchObject({
      totalRequestCount: 5,
      handledRequestCount: 1,
      pendingRequestCount: 4,
    })
  }
  await reopened.add([requestOf('g')], true)
  await reopened.add([requestOf('h')], false)
  expect(headOf(reopened)).toBe('gceafh')
})

test('a request is added once, and comes back with what is known of it', async () => {
  const queue = await RequestQueue.open(await makeFolder(), PROPERTIES)
  const [first] = await queue.add([requestOf('a')], false)
  expect(first).toMatchObject({ wasAlreadyPresent: false, wasAlreadyHandled: false })
  const [again, twin] = await queue.add([requestOf('a'), requestOf('a')], true)
  expect([again, twin]).toEqual([
    { ...first, wasAlreadyPresent: true },
    { ...first, wasAlreadyPresent: true },
  ])
  const handled = { ...requestOf('a'), id: requestIdOf('a'), handledAt: '2026-01-02T03:04:05.000Z' }
  await queue.update(handled, false)
  expect((await queue.add([requestOf('a')], false))[0]).toMatchObject({ wasAlreadyHandled: true })
  expect(headOf(queue)).toBe('')
})

test('the head leaves out locked requests, and lists show each state', async () => {
  const queue = await RequestQueue.open(await makeFolder(), PROPERTIES)
  await queue.add(['a', 'b', 'c'].map(requestOf), false)
  queue.locks.set(requestIdOf('a'), 'client', 60)
  await queue.update({ ...requestOf('b'), id: requestIdOf('b'), handledAt: 'now' }, false)
  expect(headOf(queue)).toBe('c')
  const listed = (...states: string[]) =>
    queue
      .list({ after: undefined, limit: 9, states })
      .map(({ uniqueKey }) => uniqueKey)
      .join('')
  expect([listed('locked'), listed('handled'), listed('pending'), listed()]).toEqual([
    'a',
    'b',
    'c',
    'abc',
  ])
  const after = queue.list({ after: requestIdOf('a'), limit: 1, states: [] })
  expect(after.map(({ uniqueKey }) => uniqueKey)).toEqual(['b'])
  expect(queue.locks.removeAllOf('other')).toBe(0)
  expect(queue.locks.removeAllOf('client')).toBe(1)
  expect(headOf(queue)).toBe('ac')
})
