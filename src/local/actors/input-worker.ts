import { parentPort } from 'node:worker_threads'
import { ApiError, messageOf } from '../api-error.ts'
import { type GivenInput, type Input, prepareJson } from './prepare-input.ts'

/** What a worker says: first that it has loaded, then one answer to each input that it is given. */
export type WorkerMessage =
  | 'ready'
  | { input: Input }
  | { refused: Pick<ApiError, 'status' | 'type' | 'message'> }
  | { fault: string }

function say(message: WorkerMessage): void {
  parentPort?.postMessage(message)
}

async function answer({ schema, bytes }: GivenInput): Promise<WorkerMessage> {
  try {
    return { input: await prepareJson({ schema, bytes: Buffer.from(bytes) }) }
  } catch (error) {
    if (!(error instanceof ApiError)) return { fault: messageOf(error) }
    const { status, type, message } = error
    return { refused: { status, type, message } }
  }
}

parentPort?.on('message', async (given: GivenInput) => say(await answer(given)))
// Loads the checker now: that must not use up the time of the first input.
await import('./input-check.ts')
say('ready')
