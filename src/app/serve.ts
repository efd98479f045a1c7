import type { Config } from '../config/config.ts'
import type { HttpConfig } from '../config/http-flags.ts'
import { createRequestHandlers } from '../mcp/request-handlers.ts'
import { serveConnection } from '../mcp/serve-connection.ts'
import { StdioTransport } from '../mcp/stdio/transport.ts'
import { assemble } from './assemble.ts'
import type { Backend } from './backend.ts'
import { createServerSecrets } from './server-secrets.ts'

/** How long queries and connections may take to end when the client is gone, in milliseconds. */
const SHUTDOWN_MS = 900

function log(line: string): void {
  process.stderr.write(`apify-agent-tools: ${line}\n`)
}

/**
 * Serves one client on stdin and stdout.
 * @param replayedMessages messages that were already read and answered
 */
export async function serveStdio(
  config: Config,
  replayedMessages: readonly string[],
): Promise<void> {
  const { backend, offered, lateTools } = await assemble(config, { log })
  const { structured } = config
  const handlers = createRequestHandlers({ tools: offered, structured, lateTools })
  const end = endOnSignals(() => close(backend))
  const connection = new StdioTransport(
    process.stdin,
    process.stdout,
    backend.redactor,
    replayedMessages,
  )
  await serveConnection(connection, handlers, { environment: backend }, end)
}

/**
 * Serves many clients over HTTP.
 * @returns the URL that it listens on
 */
export async function serveHttp(config: Config, http: HttpConfig): Promise<string> {
  // Loaded here, so that a client on stdin and stdout does not wait for it.
  const [{ prepareHttp }, { createEraDispatch }] = await Promise.all([
    import('../mcp/http/server.ts'),
    import('../mcp/http/era-dispatch.ts'),
  ])
  const secrets = createServerSecrets(config)
  const { serve, flush, ...backendOptions } = prepareHttp(http, secrets.redactor)
  if (config.proxyWarning) backendOptions.log(config.proxyWarning)
  const { backend, offered, lateTools } = await assemble(config, { ...backendOptions, secrets })
  const { structured } = config
  const handlers = createRequestHandlers({ tools: offered, structured, lateTools })
  const service = await serve({ eraDispatch: createEraDispatch(handlers), environment: backend })
  endOnSignals(async () => {
    await service.stop()
    await close(backend)
    flush()
  })
  return service.url
}

/**
 * Ends the process on SIGTERM and SIGINT, once, after `finish` is done.
 * @returns a function that ends the process in the same way
 */
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

async function close(backend: Backend): Promise<void> {
  setTimeout(() => process.exit(0), SHUTDOWN_MS)
  await backend.close().catch((error) => backend.log(`Error while ending: ${error}`))
}
