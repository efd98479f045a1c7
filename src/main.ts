import { tools } from '../tools/index.ts'
import { helpText, readConfig, UsageError, VERSION } from './config.ts'
import { createHost } from './host.ts'
import { createServer } from './mcp/server.ts'
import { StdioTransport } from './mcp/stdio.ts'
import { selectTools } from './mcp/tools.ts'

/** Runs and children have this long to end once the client is gone, in milliseconds. */
const SHUTDOWN_MS = 900

function log(line: string): void {
  process.stderr.write(`apify-agent-tools: ${line}\n`)
}

async function main(): Promise<void> {
  const config = readConfig(process.argv.slice(2), process.env)
  if (config.help || config.version) {
    process.stdout.write(config.help ? helpText() : `${VERSION}\n`)
    return
  }
  const offered = selectTools(tools, { names: config.tools, readOnly: config.readOnly })
  if (process.stdin.isTTY)
    log('an MCP server on stdin and stdout; attach it to an MCP client. --help shows its flags.')
  const host = createHost(config, log)
  const server = createServer({ tools: offered, host, structured: config.structured })
  let ending = false
  const end = async () => {
    if (ending) return
    ending = true
    setTimeout(() => process.exit(0), SHUTDOWN_MS)
    await host.close().catch((error) => log(`while ending: ${error}`))
    process.exit(0)
  }
  server.onclose = end
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
  await server.connect(new StdioTransport(process.stdin, process.stdout))
}

main().catch((error) => {
  if (!(error instanceof UsageError)) throw error
  log(error.message)
  process.exit(2)
})
