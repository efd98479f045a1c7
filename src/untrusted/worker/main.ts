import { parentPort } from 'node:worker_threads'
import { JsonStream, type Reply, type StreamOptions } from '../stream-json.ts'

/** What the worker is told: to begin with a new document, its next piece, or that it ended. */
export type Command = { open: StreamOptions } | { write: string } | { end: true }

let stream: JsonStream | undefined

/** Answers one command; `open` has no answer. */
function answer(command: Command): Reply | undefined {
  if ('open' in command) {
    stream = new JsonStream(command.open)
    return undefined
  }
  return 'write' in command ? stream?.write(command.write) : stream?.end()
}

parentPort?.on('message', (command: Command) => {
  const reply = answer(command)
  if (reply?.outcome) stream = undefined
  if (reply) parentPort?.postMessage(reply)
})
