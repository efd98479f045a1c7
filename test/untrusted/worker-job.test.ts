import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { WorkerJob } from '../../src/untrusted/worker-job.ts'
import { newSlots } from '../../src/untrusted/worker-slots.ts'

it('a worker that has ended is not asked, and the reason is told at once', async () => {
  const worker = new Worker('', { eval: true })
  const job = new WorkerJob(worker, newSlots(), new AbortController().signal)
  await once(worker, 'exit')
  for (const ask of [() => job.write([Buffer.from('{}')]), () => job.end()])
    await expect((async () => ask())()).rejects.toThrow(
      'The process that reads large JSON has ended.',
    )
  expect(await job.close()).toBe(false)
})
