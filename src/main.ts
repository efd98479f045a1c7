import { readConfig, UsageError, VERSION } from './config.ts'
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
  const argv = process.argv.slice(2)
  const [command, ...rest] = argv
  // Whatever else stands there: who asks for help may have got the rest wrong.
  if (asks(argv, 'help')) {
    process.stdout.write((await import('./config/help.ts')).helpText())
    return
  }
  if (asks(argv, 'version')) {
    process.stdout.write(`${VERSION}\n`)
    return
  }
  if (command === 'import' || command === 'export') {
    const { transfer } = await import('./transfer.ts')
    process.stdout.write(await transfer(command, rest, process.env))
    return
  }
  const config = readConfig(argv, process.env)
  if (config.http) {
    const url = await (await load()).serveHttp(config, config.http)
    if (process.stdin.isTTY) await greet((texts) => texts.httpGreeting(config, url))
    return
  }
  const catalog = await readCatalog()
  const offered = catalog && selectTools(catalog.tools, config)
  if (process.stdin.isTTY) {
    const [execPath = '', script = ''] = process.argv
    await greet((texts) => texts.greeting(config, { execPath, script, flags: argv }))
  }
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

function asks(argv: readonly string[], name: 'help' | 'version'): boolean {
  return argv.some((word) => [`--${name}`, `--${name}=true`, `-${name[0]}`].includes(word))
}

/** A person at a terminal is told what this is; a client never sees it. */
async function greet(say: (texts: typeof import('./greeting.ts')) => string): Promise<void> {
  process.stderr.write(say(await import('./greeting.ts')))
}

main().catch((error) => {
  log(error instanceof Error ? error.message : String(error))
  process.exit(error instanceof UsageError ? 2 : 1)
})
