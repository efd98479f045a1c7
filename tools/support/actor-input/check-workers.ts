import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { workerProgram } from '../../../src/shared/worker-program.ts'
import type { Question, WorkerMessage } from './check-worker.ts'

/**
 * How long one answer may take, in milliseconds. Schema and input are untrusted: chained references can
 * double the work with each, a schema may have thousands of patterns, and `uniqueItems` compares every
 * entry with every other.
 */
const MAX_MS = 1000

/** How many questions are answered at a time, so that a long one does not keep the next waiting. */
const MAX_WORKERS = 2

const LIMITS = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 }

type Answer = Exclude<WorkerMessage, 'ready'>

const idle: Worker[] = []
const waiting: (() => void)[] = []
let inUse = 0

/** Asks a worker, where a check can be ended. Returns undefined if it takes too much time or memory. */
export async function askWorker(question: Question): Promise<Answer | undefined> {
  if (inUse === MAX_WORKERS) await new Promise<void>((resolve) => waiting.push(resolve))
  else inUse += 1
  try {
    const worker = idle.pop() ?? (await startWorker())
    const answer = await answerOf(worker, question)
    if (answer) idle.push(worker)
    return answer
  } finally {
    const next = waiting.shift()
    if (next) next()
    else inUse -= 1
  }
}

function newWorker(): Worker {
  const { program, isText } = workerProgram(
    './check-worker.mjs',
    './check-worker.ts',
    import.meta.url,
  )
  // Without the environment, which has secrets.
  return new Worker(program, { eval: isText, execArgv: [], env: {}, resourceLimits: LIMITS })
}

async function startWorker(): Promise<Worker> {
  const worker = newWorker()
  worker.unref()
  await once(worker, 'message')
  // One that fails while it waits is replaced when the next question comes.
  worker.on('error', () => {})
  worker.once('exit', () => {
    const at = idle.indexOf(worker)
    if (at >= 0) idle.splice(at, 1)
  })
  return worker
}

/** Returns undefined if the worker had to be ended. */
async function answerOf(worker: Worker, question: Question): Promise<Answer | undefined> {
  const controller = new AbortController()
  const giveUp = () => controller.abort()
  const timer = setTimeout(giveUp, MAX_MS)
  worker.once('exit', giveUp)
  try {
    worker.postMessage(question)
    const [answer] = await once(worker, 'message', { signal: controller.signal })
    return answer
  } catch {
    await worker.terminate()
    return undefined
  } finally {
    clearTimeout(timer)
    worker.off('exit', giveUp)
  }
}
