import type { HttpConfig } from '../../src/config/http-flags.ts'
import { Channel } from '../../src/mcp/http/workers/channel.ts'
import { PrimaryShares } from '../../src/mcp/http/workers/primary-shares.ts'
import { PrimaryState } from '../../src/mcp/http/workers/primary-state.ts'
import { FROM_WORKER } from '../../src/mcp/http/workers/protocol.ts'
import { workerState } from '../../src/mcp/http/workers/worker-state.ts'
import { createQueryPlaces } from '../../src/query/query-places.ts'
import { ToolError } from '../../src/shared/errors.ts'
import type { RunLedger } from '../../src/shared/run-ledger.ts'
import { createJsonShares } from '../../src/untrusted/json-shares.ts'

const HTTP: HttpConfig = {
  host: '127.0.0.1',
  port: 3000,
  access: { kind: 'token' },
  allowedHosts: undefined,
  allowedOrigins: [],
  maxConcurrency: 4,
  workers: 2,
}

/** Creates the state of a primary, and a function that starts a worker of it in this process. */
export function createPrimary(options: { atOnce?: number; ledger?: RunLedger } = {}) {
  const texts: string[] = []
  const auditLines: string[] = []
  const state = new PrimaryState(HTTP, {
    jsonShares: createJsonShares(),
    queryPlaces: createQueryPlaces(options.atOnce),
    ledger: options.ledger,
    writeAudit: async (line) => void auditLines.push(line),
    openPlatform: () => Promise.reject(new ToolError('The folder is gone.', 'Choose another.')),
  })
  const start = async (number: number) => {
    // As text, in which another process would get it.
    const link = (to: () => Channel) =>
      new Channel((messages) => {
        const text = JSON.stringify(messages)
        texts.push(text)
        to().receive(JSON.parse(text))
      })
    const own: Channel = link(() => remote)
    const remote: Channel = link(() => own)
    const member = state.join(number, remote, () => {})
    const shares = new PrimaryShares(own)
    const worker = workerState(own, shares, await own.ask(FROM_WORKER.hello, null))
    await own.ask(FROM_WORKER.serving, 'http://127.0.0.1:3000/mcp')
    const end = () => state.leave(member)
    return { ...worker, channel: own, shares, end }
  }
  return { start, texts, auditLines }
}

/**
 * Resolves when all messages between linked workers have arrived. Each takes a turn of the event loop: the
 * question, and its answer.
 */
export async function allMessages(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await new Promise((resolve) => setImmediate(resolve))
}
