import { parentPort } from 'node:worker_threads'
import { type Compiled, compileCheck, type InputProblem } from './check-input.ts'

/** What a worker is asked: to check an input by a schema, or whether the schema can be used. */
export interface Question {
  schema: string
  input?: unknown
}

/** What a worker says: first that it has loaded, then one answer to each question. */
export type WorkerMessage = 'ready' | { isUsable: boolean; problems: InputProblem[] }

/** The schema that was used last: its inputs often come one after another. */
let last: { schema: string; check: Compiled | undefined } | undefined

function answer({ schema, input }: Question): WorkerMessage {
  if (last?.schema !== schema) last = { schema, check: compileCheck(schema) }
  const { check } = last
  const problems = check && input !== undefined ? check(input) : []
  return { isUsable: check !== undefined, problems }
}

function say(message: WorkerMessage): void {
  parentPort?.postMessage(message)
}

parentPort?.on('message', (question: Question) => say(answer(question)))
say('ready')
