// The program of a worker, which `--workers` starts with the arguments of the server.

import { readConfig } from '../config/config.ts'
import { connectToPrimary } from '../mcp/http/workers/connect.ts'
import { primaryLedger } from '../mcp/http/workers/primary-ledger.ts'
import { PrimaryShares } from '../mcp/http/workers/primary-shares.ts'
import { FROM_PRIMARY, FROM_WORKER } from '../mcp/http/workers/protocol.ts'
import { workerState } from '../mcp/http/workers/worker-state.ts'
import { endOnSignals } from './end-on-signals.ts'
import { exitWithError } from './exit-with-error.ts'
import { serveProcess } from './serve.ts'
import { isCounted } from './start-limits.ts'

async function main(): Promise<void> {
  const processEnd = endOnSignals()
  const primary = connectToPrimary()
  const hello = await primary.ask(FROM_WORKER.hello, null)
  const config = readConfig(process.argv.slice(2), process.env)
  if (!config.http) throw new Error('A worker serves over HTTP only.')
  const shares = new PrimaryShares(primary)
  const shared = {
    state: workerState(primary, shares, hello),
    work: {
      processes: hello.workers,
      jsonShares: shares.of('json'),
      queryPlaces: shares.of('queries'),
      ledger: isCounted(config) ? primaryLedger(primary) : undefined,
      openPlatform: () => primary.ask(FROM_WORKER.openPlatform, null),
      writeAudit: async (line: string) => void (await primary.ask(FROM_WORKER.audit, line)),
    },
  }
  const url = await serveProcess(
    // The primary has warned already, and has chosen the port.
    { ...config, warnings: [] },
    { http: { ...config.http, port: hello.port }, processEnd, shared },
  )
  primary.on(FROM_PRIMARY.drain, () => {
    processEnd.end()
    return null
  })
  primary.tell(FROM_WORKER.serving, url)
}

main().catch(exitWithError)
