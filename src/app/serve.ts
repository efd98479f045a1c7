import type { Config } from '../config/config.ts'
import type { HttpConfig } from '../config/http-flags.ts'
import { createAnswers } from '../mcp/request-handlers.ts'
import { serveEras } from '../mcp/serve-connection.ts'
import { StdioTransport } from '../mcp/stdio/transport.ts'
import { prepare } from './assemble.ts'
import type { OwnedHost } from './backend.ts'

/** Runs and children have this long to end once the client is gone, in milliseconds. */
const SHUTDOWN_MS = 900

function log(line: string): void {
  process.stderr.write(`apify-agent-tools: ${line}\n`)
}

/** Serves one client on stdin and stdout. @param heard what it said already and was answered */
export async function serveStdio(config: Config, heard: readonly string[]): Promise<void> {
  const { host, offered } = await prepare(config, { log })
  const answers = createAnswers({ tools: offered, structured: config.structured })
  const end = endOnSignals(() => close(host, log))
  const wire = new StdioTransport(process.stdin, process.stdout, heard)
  await serveEras(wire, answers, { host }, end)
}

/** Serves many clients over HTTP. @returns the address that it listens on */
export async function serveHttp(config: Config, http: HttpConfig): Promise<string> {
  // Loaded here, so that a client on stdin and stdout does not wait for it.
  const [{ prepareHttp }, { createExchanger }] = await Promise.all([
    import('../mcp/http/server.ts'),
    import('../mcp/http/era-dispatch.ts'),
  ])
  const { serve, flush, ...hostOptions } = prepareHttp(http)
  const { host, offered } = await prepare(config, hostOptions)
  const answers = createAnswers({ tools: offered, structured: config.structured })
  const service = await serve({ exchanger: createExchanger(answers), host })
  endOnSignals(async () => {
    await service.stop()
    await close(host, hostOptions.log)
    flush()
  })
  return service.url
}

/** Ends the process once `finish` is done; asked twice, it ends once. @returns the same as the signals do */
function endOnSignals(finish: () => Promise<void>): () => void {
  let ending = false
  const end = async () => {
    if (ending) return
    ending = true
    await finish()
    process.exit(0)
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
  return end
}

async function close(host: OwnedHost, log: (line: string) => void): Promise<void> {
  setTimeout(() => process.exit(0), SHUTDOWN_MS)
  await host.close().catch((error) => log(`while ending: ${error}`))
}
