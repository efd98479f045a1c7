import { expect, it, onTestFinished } from 'vitest'
import { startFakeApify } from '../support/fake-apify/apify.ts'
import { type Fault, startFaultyProxy } from '../support/fake-apify/faults.ts'
import { countStarts } from '../support/fake-apify/starts.ts'
import { startServer } from '../support/mcp-client.ts'
import { RUN } from '../support/seeded-server.ts'

/** Starts the built server with its default timeouts; the next request that writes meets the fault. */
async function serve() {
  const fake = await startFakeApify()
  const starts = countStarts(fake, RUN)
  fake.datasets.set('data1', [{ a: 1 }])
  let next: Fault | undefined
  const proxy = await startFaultyProxy({
    upstream: fake.url,
    chooseFault: (method) => {
      const fault = method === 'GET' ? undefined : next
      if (fault) next = undefined
      return fault
    },
  })
  onTestFinished(async () => {
    await proxy.close()
    await fake.close()
  })
  const api = { url: `http://127.0.0.1:${proxy.port}`, token: fake.token }
  const server = await startServer({ fake: api })
  const meet = (fault: Fault) => {
    next = fault
  }
  return { ...server, fake, starts, meet, next: () => next }
}

const LOST: Fault[] = ['closed after the work', 'half a body', 'wrong content-length']

it('the built server finds the work it did when the response is lost, one call after the other', async () => {
  const { call, fake, starts, meet, next, stderr } = await serve()
  for (const [i, fault] of LOST.entries()) {
    meet(fault)
    const run = await call('run_actor', { actorId: `alice~a${i}` })
    expect(run.structured, fault).toMatchObject({ runId: `alice~a${i}-0`, status: 'SUCCEEDED' })
    expect(starts(`alice~a${i}`), fault).toBe(1)
    meet(fault)
    const push = await call('push_dataset_items', { datasetId: 'data1', items: [{ a: 1 }] })
    expect(push.structured, fault).toEqual({ datasetId: 'data1', pushed: 1 })
    expect(fake.datasets.get('data1'), fault).toHaveLength(i + 2)
    meet(fault)
    const put = await call('put_record', { storeId: 'store1', recordKey: 'a', text: fault })
    expect(put.isError, fault).toBe(false)
    expect(next(), fault).toBeUndefined()
  }
  expect(stderr()).toBe('')
})

it('the built server says that a run may have started, and where to look, when it finds none', async () => {
  const { call, starts, meet } = await serve()
  meet('closed before the work')
  const { isError, text } = await call('run_actor', { actorId: 'alice~a' })
  expect(isError).toBe(true)
  for (const part of ['"alice~a"', 'may have started', '`list_runs`', 'console.apify.com'])
    expect(text).toContain(part)
  expect(starts('alice~a')).toBe(0)
})
