import { serveStdio } from '@modelcontextprotocol/server/stdio'
import type { Answers, Asker } from './answers.ts'
import type { Channel } from './eras.ts'
import { createModernServer } from './modern.ts'

/** Serves the messages of a channel; what is answered to other versions is left to others. */
export function serveModern(transport: Channel, answers: Answers, asker: Asker): void {
  serveStdio(() => createModernServer(answers, asker), {
    transport,
    legacy: 'reject',
    // Nothing that could be listened for ever changes.
    maxSubscriptions: 0,
  })
}
