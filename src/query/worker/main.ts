import { parentPort } from 'node:worker_threads'
import { ToolError } from '../../shared/errors.ts'
import type { Command, Reply } from '../query-contract.ts'
import { Session } from './session.ts'

/** After such an error the engine cannot be trusted, so that the worker ends. */
const BROKEN: Reply = {
  did: 'fail',
  failure: {
    happened: 'The query engine failed and has ended.',
    remedy:
      'Write the statement in another way, with shorter patterns and fewer levels. The next query starts another engine.',
  },
}

let session: Session | undefined

async function answer(command: Command): Promise<Reply> {
  if (command.do === 'open') {
    session = await Session.open(command.options)
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
    parentPort?.postMessage(BROKEN)
    // Outside of the promise, so that no further command is answered and the main thread gets the error.
    setImmediate(() => {
      throw error
    })
    await new Promise(() => {})
  }
}

/** Commands are answered in their order, also while the engine starts. */
let last: Promise<void> = Promise.resolve()
parentPort?.on('message', (command: Command) => {
  last = last.then(() => reply(command))
})
