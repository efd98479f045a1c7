// The program of a worker, which `--workers` starts with the arguments of the server.

import { readConfig } from '../config/config.ts'
import { createRedactor } from '../exit/redact.ts'
import { connectToPrimary } from '../mcp/http/workers/connect.ts'
import { Holder } from '../mcp/http/workers/holder.ts'
import { FROM_PRIMARY, FROM_WORKER } from '../mcp/http/workers/protocol.ts'
import { workerState } from '../mcp/http/workers/worker-state.ts'
import { serveProcess } from './serve.ts'

async function main(): Promise<void> {
  const primary = connectToPrimary()
  const hello = await primary.ask(FROM_WORKER.hello, null)
  const config = readConfig(process.argv.slice(2), process.env)
  if (!config.http) throw new Error('A worker serves over HTTP only.')
  const holder = new Holder(primary)
  const { url, end } = await serveProcess(
    // The primary has warned already, and has chosen the port.
    { ...config, proxyWarning: undefined },
    { ...config.http, port: hello.port },
    {
      state: workerState(primary, holder, hello),
      work: {
        processes: hello.workers,
        jsonShares: holder.shares('json'),
        queryPlaces: holder.shares('queries'),
        openPlatform: () => primary.ask(FROM_WORKER.openPlatform, null),
      },
    },
  )
  primary.on(FROM_PRIMARY.drain, () => {
    end()
    return null
  })
  primary.tell(FROM_WORKER.serving, url)
}

main().catch((error) => {
  const { APIFY_TOKEN, MCP_ACCESS_KEY } = process.env
  const { logLine } = createRedactor(() => [APIFY_TOKEN?.trim(), MCP_ACCESS_KEY?.trim()])
  const text = error instanceof Error ? error.message : String(error)
  process.stderr.write(`apify-agent-tools: ${logLine(text)}\n`)
  process.exit(error instanceof Error && error.name === 'UsageError' ? 2 : 1)
})
