import { helpText, readConfig, UsageError, VERSION } from './config.ts'
import { readCatalog } from './mcp/catalog.ts'
import { answersFor, serveEarly } from './mcp/early.ts'
import { selectTools } from './mcp/selection.ts'

function log(line: string): void {
  process.stderr.write(`apify-agent-tools: ${line}\n`)
}

/** The server proper is loaded when it is needed: most of a start is loading it. */
const load = () => import('./serve.ts')
/** Who is answered before that speaks a version with a handshake. */
const warmUp = () => Promise.all([load(), import('./mcp/server.ts')])

const ENDS = ['SIGTERM', 'SIGINT'] as const

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
  if (config.http) return (await load()).serveHttp(config, config.http)
  const catalog = await readCatalog()
  const offered = catalog && selectTools(catalog.tools, config)
  if (process.stdin.isTTY)
    log('an MCP server on stdin and stdout; attach it to an MCP client. --help shows its flags.')
  const quit = () => process.exit(0)
  for (const signal of ENDS) process.once(signal, quit)
  // The tools that Actors become are known only once the Actors are read.
  const heard =
    offered && config.actorTools.length === 0
      ? await serveEarly(process.stdin, process.stdout, {
          answers: answersFor(offered, { ...catalog, structured: config.structured }),
          warmUp,
        })
      : []
  if (heard === undefined) return
  const { serveStdio } = await load()
  for (const signal of ENDS) process.off(signal, quit)
  await serveStdio(config, heard)
}

main().catch((error) => {
  log(error instanceof Error ? error.message : String(error))
  process.exit(error instanceof UsageError ? 2 : 1)
})
