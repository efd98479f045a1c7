import { tools } from '../tools/index.ts'
import type { Host } from './call.ts'
import type { Config } from './config.ts'
import type { HttpConfig } from './config-http.ts'
import { createHost, type OwnedHost } from './host.ts'
import { createAnswers } from './mcp/answers.ts'
import { serveEras } from './mcp/eras.ts'
import { selectTools } from './mcp/selection.ts'
import { StdioTransport } from './mcp/stdio.ts'
import type { Tool } from './tool.ts'

/** Runs and children have this long to end once the client is gone, in milliseconds. */
const SHUTDOWN_MS = 900

function log(line: string): void {
  process.stderr.write(`apify-agent-tools: ${line}\n`)
}

/** Serves one client on stdin and stdout. @param heard what it said already and was answered */
export async function serveStdio(config: Config, heard: readonly string[]): Promise<void> {
  const offered = selectTools(tools, config)
  const host = createHost(config, { log })
  const all = [...offered, ...(await actorTools(config, host))]
  const answers = createAnswers({ tools: all, structured: config.structured })
  const end = endOnSignals(() => close(host, log))
  const wire = new StdioTransport(process.stdin, process.stdout, heard)
  await serveEras(wire, answers, { host }, end)
}

/** They start runs, so that a server that only reads has none. */
async function actorTools(config: Config, host: Host): Promise<Tool[]> {
  const sync = tools.find(({ name }) => name === 'run_actor_sync')
  if (config.actorTools.length === 0 || config.readOnly || !sync) return []
  const { loadActorTools } = await import('./actor-tools.ts')
  return loadActorTools(config.actorTools, sync, host)
}

/** Serves many clients over HTTP. */
export async function serveHttp(config: Config, http: HttpConfig): Promise<void> {
  const offered = selectTools(tools, config)
  // Loaded here, so that a client on stdin and stdout does not wait for it.
  const [{ prepareHttp }, { createExchanger }] = await Promise.all([
    import('./mcp/http/index.ts'),
    import('./mcp/http/exchange.ts'),
  ])
  const { serve, flush, ...hostOptions } = prepareHttp(http)
  const host = createHost(config, hostOptions)
  const all = [...offered, ...(await actorTools(config, host))]
  const answers = createAnswers({ tools: all, structured: config.structured })
  const service = await serve({ exchanger: createExchanger(answers), host })
  endOnSignals(async () => {
    await service.stop()
    await close(host, hostOptions.log)
    flush()
  })
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
