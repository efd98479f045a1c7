import type { Config } from '../config/config.ts'
import type { HttpConfig } from '../config/http-flags.ts'
import { createOffered } from '../mcp/access/offered.ts'
import { createOfferedByEra } from '../mcp/access/offered-by-era.ts'
import type { SharedState } from '../mcp/http/shared-state.ts'
import { serveConnection } from '../mcp/serve-connection.ts'
import { StdioTransport } from '../mcp/stdio/transport.ts'
import { assemble } from './assemble.ts'
import { closeInTime } from './close-in-time.ts'
import { endOnSignals } from './end-on-signals.ts'
import { createServerSecrets } from './server-secrets.ts'
import type { SharedWork } from './shared-work.ts'

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
  const { backend, offered, ...rest } = await assemble(config, { log })
  const { structured } = config
  const handlersOf = createOfferedByEra({ tools: offered, structured, ...rest })
  const end = endOnSignals(() => closeInTime(backend, backend.log))
  const connection = new StdioTransport(
    process.stdin,
    process.stdout,
    backend.redactor,
    replayedMessages,
  )
  await serveConnection(connection, handlersOf, { environment: backend }, end)
}

/**
 * Serves many clients over HTTP, with as many processes as the configuration says.
 * @returns the URL that it listens on
 */
export async function serveHttp(config: Config, http: HttpConfig): Promise<string> {
  // Loaded there, so that a single process never loads what several need.
  if (http.workers > 1) return (await import('./serve-workers.ts')).serveWorkers(config, http)
  return (await serveProcess(config, http)).url
}

/** What a worker has in common with the others. */
interface Shared {
  state: SharedState
  work: SharedWork
}

/**
 * Serves clients over HTTP in this process.
 * @param shared undefined if it is the only one
 * @returns the URL that it listens on, and a function that ends the process when its calls are answered
 */
export async function serveProcess(
  config: Config,
  http: HttpConfig,
  shared?: Shared,
): Promise<{ url: string; end(): void }> {
  // Loaded here, so that a client on stdin and stdout does not wait for it.
  const [{ prepareHttp }, { createEraDispatch }] = await Promise.all([
    import('../mcp/http/server.ts'),
    import('../mcp/http/era-dispatch.ts'),
  ])
  const secrets = createServerSecrets(config)
  const { serve, flush, ...hooks } = prepareHttp(http, secrets.redactor, shared?.state)
  if (config.proxyWarning) hooks.log(config.proxyWarning)
  const options = { ...hooks, secrets, shared: shared?.work }
  const { backend, offered, ...rest } = await assemble(config, options)
  const { structured } = config
  const handlersFor = createOffered({ tools: offered, structured, ...rest })
  const service = await serve({
    eraDispatch: createEraDispatch(handlersFor),
    environment: backend,
    offered: { tools: offered, lateTools: rest.lateTools },
  })
  const end = endOnSignals(async () => {
    await service.stop()
    await closeInTime(backend, backend.log)
    await flush()
  })
  return { url: service.url, end }
}
