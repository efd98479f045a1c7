import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { ApiError } from '../api-error.ts'
import type { WorkerMessage } from './input-worker.ts'
import type { GivenInput, Input } from './prepare-input.ts'

/**
 * How long one input may take, in milliseconds, and how much longer for each kilobyte of its body.
 * Patterns take linear time, but a schema has other ways to make much work: chained references, or
 * `uniqueItems` of a long list.
 */
const MAX_MS = 3000
const MAX_MS_PER_KB = 0.5

/** How many inputs are prepared at a time, so that one that takes long does not keep the next waiting. */
const MAX_WORKERS = 2

/** Many times what the longest body takes. */
const LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 }

const idle: Worker[] = []
const waiting: (() => void)[] = []
let inUse = 0

/**
 * Prepares an input in a worker, where it can be ended.
 * @throws {ApiError} 400 `invalid-input`, also if it takes too much time or memory
 */
export async function prepareInWorker(given: GivenInput): Promise<Input> {
  if (inUse === MAX_WORKERS) await new Promise<void>((resolve) => waiting.push(resolve))
  else inUse += 1
  try {
    const worker = idle.pop() ?? (await startWorker())
    const answer = await ask(worker, given)
    idle.push(worker)
    return inputOf(answer)
  } finally {
    const next = waiting.shift()
    if (next) next()
    else inUse -= 1
  }
}

/** Built, the program of a worker is a file beside this one. Tests run the sources, as Node 20 cannot. */
function newWorker(): Worker {
  // Without the environment, which has secrets.
  const options = { execArgv: [], env: {}, resourceLimits: LIMITS }
  if (import.meta.url.endsWith('.mjs')) {
    return new Worker(new URL('./input-worker.mjs', import.meta.url), options)
  }
  const source = JSON.stringify(new URL('./input-worker.ts', import.meta.url))
  const load = `import('tsx/esm/api').then((tsx) => tsx.tsImport(${source}, ${source}))`
  return new Worker(load, { ...options, eval: true })
}

async function startWorker(): Promise<Worker> {
  const worker = newWorker()
  worker.unref()
  await once(worker, 'message')
  // One that fails while it waits is replaced when the next input comes.
  worker.on('error', () => {})
  worker.once('exit', () => {
    const at = idle.indexOf(worker)
    if (at >= 0) idle.splice(at, 1)
  })
  return worker
}

/** @throws {ApiError} 400 `invalid-input` if the worker had to be ended */
async function ask(worker: Worker, given: GivenInput): Promise<WorkerMessage> {
  const controller = new AbortController()
  const { signal } = controller
  const giveUp = () => controller.abort()
  const ms = Math.round(MAX_MS + (given.bytes.length / 1000) * MAX_MS_PER_KB)
  const timer = setTimeout(giveUp, ms)
  worker.once('exit', giveUp)
  worker.postMessage(given)
  try {
    const [answer] = await once(worker, 'message', { signal })
    return answer
  } catch {
    await worker.terminate()
    throw tooMuch(ms)
  } finally {
    clearTimeout(timer)
    worker.off('exit', giveUp)
  }
}

function tooMuch(ms: number): ApiError {
  const message = `The input could not be checked within ${ms} ms and ${LIMITS.maxOldGenerationSizeMb} MB of memory. Try again, send a smaller input, or simplify the input schema of the Actor.`
  return new ApiError(400, 'invalid-input', message)
}

function inputOf(answer: WorkerMessage): Input {
  if (answer === 'ready' || 'fault' in answer) {
    throw new Error(`An input could not be prepared: ${answer === 'ready' ? answer : answer.fault}`)
  }
  if ('refused' in answer) {
    const { status, type, message } = answer.refused
    throw new ApiError(status, type, message)
  }
  const { bytes, ...rest } = answer.input
  return { ...rest, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) }
}
