import { tools } from '../tools/index.ts'
import type { Host } from './call.ts'
import { type Config, helpText, readConfig, UsageError, VERSION } from './config.ts'
import type { HttpConfig } from './config-http.ts'
import { createHost } from './host.ts'
import { selectTools } from './mcp/tools.ts'
import type { Tool } from './tool.ts'

/** Runs and children have this long to end once the client is gone, in milliseconds. */
const SHUTDOWN_MS = 900

function log(line: string): void {
  process.stderr.write(`apify-agent-tools: ${line}\n`)
}

async function main(): Promise<void> {
  const [command, ...rest] = process.argv.slice(2)
  if (command === 'import' || command === 'export') {
    const { transfer } = await import('./transfer.ts')
    process.stdout.write(await transfer(command, rest, process.env))
    return
  }
  const config = readConfig(process.argv.slice(2), process.env)
  if (config.help || config.version) {
    process.stdout.write(config.help ? helpText() : `${VERSION}\n`)
    return
  }
  const offered = selectTools(tools, {
    names: config.tools,
    readOnly: config.readOnly,
    downloads: config.downloadDir !== undefined,
  })
  await (config.http ? serveHttp(config, config.http, offered) : serveStdio(config, offered))
}

async function serveStdio(config: Config, offered: readonly Tool[]): Promise<void> {
  const [{ createAnswers }, { serveEras }, { StdioTransport }] = await Promise.all([
    import('./mcp/answers.ts'),
    import('./mcp/eras.ts'),
    import('./mcp/stdio.ts'),
  ])
  if (process.stdin.isTTY)
    log('an MCP server on stdin and stdout; attach it to an MCP client. --help shows its flags.')
  const host = createHost(config, { log })
  const all = [...offered, ...(await actorTools(config, host))]
  const answers = createAnswers({ tools: all, structured: config.structured })
  let ending = false
  const end = async () => {
    if (ending) return
    ending = true
    setTimeout(() => process.exit(0), SHUTDOWN_MS)
    await host.close().catch((error) => log(`while ending: ${error}`))
    process.exit(0)
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
  await serveEras(new StdioTransport(process.stdin, process.stdout), answers, { host }, end)
}

/** They start runs, so that a server that only reads has none. */
async function actorTools(config: Config, host: Host): Promise<Tool[]> {
  const sync = tools.find(({ name }) => name === 'run_actor_sync')
  if (config.actorTools.length === 0 || config.readOnly || !sync) return []
  const { loadActorTools } = await import('./actor-tools.ts')
  return loadActorTools(config.actorTools, sync, host)
}

async function serveHttp(
  config: Config,
  http: HttpConfig,
  offered: readonly Tool[],
): Promise<void> {
  // Loaded here, so that a client on stdin and stdout does not wait for it.
  const { prepareHttp } = await import('./mcp/http/index.ts')
  const { serve, flush, ...hostOptions } = prepareHttp(http)
  const host = createHost(config, hostOptions)
  const all = [...offered, ...(await actorTools(config, host))]
  const service = await serve({ tools: all, structured: config.structured, host })
  let ending = false
  const end = async () => {
    if (ending) return
    ending = true
    await service.stop()
    setTimeout(() => process.exit(0), SHUTDOWN_MS)
    await host.close().catch((error) => hostOptions.log(`while ending: ${error}`))
    flush()
    process.exit(0)
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}

main().catch((error) => {
  log(error instanceof Error ? error.message : String(error))
  process.exit(error instanceof UsageError ? 2 : 1)
})
