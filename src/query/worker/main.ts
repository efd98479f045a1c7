import { parentPort } from 'node:worker_threads'
import { ToolError } from '../../shared/errors.ts'
import type { Command, PrepareOptions, Reply } from '../query-contract.ts'
import { Session, startSandbox } from './session.ts'
import type { Sandbox } from './statement.ts'
import { warmUp } from './warm-up.ts'

/** Answers an error that nobody foresaw. The engine cannot be trusted after it. */
function broken(error: unknown): Reply {
  const name = error instanceof Error ? error.name : typeof error
  return {
    did: 'fail',
    failure: {
      happened: `The query engine failed (${name}) and has ended.`,
      remedy:
        'Write the statement in another way, with shorter patterns and fewer levels. The next query starts another engine.',
    },
  }
}

let sandbox: Sandbox | undefined
let session: Session | undefined
/** Ends the preparation when a question comes. */
const asked = new AbortController()

/** Makes an engine ready. One that a failed warm-up left half used is not taken. */
async function prepare(options: PrepareOptions): Promise<void> {
  const started = await startSandbox(options)
  try {
    if (options.isSpare) await warmUp(started, asked.signal)
    sandbox = started
  } catch {
    started.db.close()
  }
}

async function answer(command: Command): Promise<Reply> {
  if (command.do === 'prepare') {
    await prepare(command.options)
    return { did: 'prepare' }
  }
  if (command.do === 'open') {
    sandbox ??= await startSandbox(command.options)
    session = new Session(sandbox, command.options)
    return { did: 'open' }
  }
  if (!session) throw new Error('The engine is not open.')
  return session.answer(command)
}

async function reply(command: Command): Promise<void> {
  try {
    parentPort?.postMessage(await answer(command))
  } catch (error) {
    if (error instanceof ToolError) {
      const { happened, remedy } = error
      parentPort?.postMessage({ did: 'fail', failure: { happened, remedy } } satisfies Reply)
      return
    }
    parentPort?.postMessage(broken(error))
    // The worker ends behind its last answer: an error that is thrown would overtake it.
    parentPort?.close()
    await new Promise(() => {})
  }
}

/** Commands are answered in their order, also while the engine starts. */
let last: Promise<void> = Promise.resolve()
parentPort?.on('message', (command: Command) => {
  if (command.do !== 'prepare') asked.abort()
  last = last.then(() => reply(command))
})
