import { Worker } from 'node:worker_threads'
import { workerProgram } from '../shared/worker-program.ts'
import type { StreamOptions } from './stream-json.ts'
import { WorkerJob } from './worker-job.ts'
import { newSlots, type Slots } from './worker-slots.ts'

/** Workers that stay for the next document. */
const MAX_IDLE = 2

interface StartedWorker {
  worker: Worker
  slots: Slots
}

/** Workers that read documents, one at a time each. They begin when needed, and keep no process alive. */
export class WorkerPool {
  private readonly idle: StartedWorker[] = []

  /** @param maxMb the heap of each worker, in MiB */
  constructor(private readonly maxMb: number) {}

  /**
   * Reads one document in a worker of its own.
   * @throws {ToolError} if it takes more memory or time than it may; the reason of `signal`
   */
  async use<T>(
    options: StreamOptions,
    signal: AbortSignal,
    work: (job: WorkerJob) => Promise<T>,
  ): Promise<T> {
    const started = this.idle.pop() ?? this.start()
    const { worker, slots } = started
    worker.ref()
    const job = new WorkerJob(worker, slots, signal)
    try {
      job.open(options)
      return await work(job)
    } finally {
      const isReusable = await job.close()
      worker.unref()
      if (isReusable && this.idle.length < MAX_IDLE) this.idle.push(started)
      else void worker.terminate()
    }
  }

  private start(): StartedWorker {
    const { program, isText } = workerProgram(
      './json-worker.mjs',
      './worker/main.ts',
      import.meta.url,
    )
    const slots = newSlots()
    const worker = new Worker(program, {
      name: 'json',
      eval: isText,
      env: {},
      workerData: slots,
      resourceLimits: { maxOldGenerationSizeMb: this.maxMb, maxYoungGenerationSizeMb: 16 },
    })
    // A job listens too. Between jobs an error without a listener would end the process.
    worker.on('error', () => {})
    worker.on('exit', () => {
      const at = this.idle.findIndex((one) => one.worker === worker)
      if (at !== -1) this.idle.splice(at, 1)
    })
    return { worker, slots }
  }
}
