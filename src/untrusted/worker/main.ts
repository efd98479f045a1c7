import { parentPort, workerData } from 'node:worker_threads'
import { JsonStream, type Reply, type StreamOptions } from '../stream-json.ts'
import { SLOT_BYTES, type Slots } from '../worker-slots.ts'

/**
 * What the worker is told: to begin with a new document, to read so many bytes of a slot, which are the
 * next piece, or that the document ended.
 */
export type Command = { open: StreamOptions } | { bytes: number; slot: number } | { end: true }

const slots: Slots = workerData
/** V8 is several times slower at searching memory that threads share. */
const piece = Buffer.alloc(SLOT_BYTES)
let stream: JsonStream | undefined

/** Answers one command; `open` has no answer. What follows an outcome is not read. */
function answer(command: Command): Reply | undefined {
  if ('open' in command) {
    stream = new JsonStream(command.open)
    return undefined
  }
  if ('end' in command) return stream?.end() ?? {}
  const { bytes, slot } = command
  if (!stream) return {}
  piece.set(new Uint8Array(slots[slot] ?? new ArrayBuffer(0), 0, bytes))
  return stream.write(piece.subarray(0, bytes))
}

parentPort?.on('message', (command: Command) => {
  const reply = answer(command)
  if (reply?.outcome) stream = undefined
  if (reply) parentPort?.postMessage(reply)
})
