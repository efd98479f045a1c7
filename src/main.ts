import { endOnSignals, type ProcessEnd } from './app/end-on-signals.ts'
import { writeStderr } from './app/operator-log.ts'
import { checkActorFolders } from './config/actor-folders.ts'
import { type Config, configOf } from './config/config.ts'
import { isOn } from './config/flag-parser.ts'
import { SOURCE_FLAGS } from './config/flags.ts'
import { nameOrigins } from './config/name-origins.ts'
import { readSettings, type Settings, valuesOf } from './config/settings.ts'
import { checkAuditLog } from './config/telemetry-flags.ts'
import { audienceOf } from './mcp/apps/client-views.ts'
import { selectTools } from './mcp/select-tools.ts'
import { answersFor, serveEarly } from './mcp/stdio/fast-start.ts'
import { readCatalog, viewAddresses } from './mcp/tool-catalog.ts'
import { isLogged } from './shared/log-level.ts'
import { VERSION } from './shared/version.ts'

/** Loads the rest of the server when it is needed: loading takes most of the start. */
const load = () => import('./app/serve.ts')
/** Loads what a client needs after the fast start, which answers legacy clients only. */
const warmUp = () => Promise.all([load(), import('./mcp/legacy/server.ts')])

async function main(): Promise<void> {
  // Whoever reads them may go away. Without a listener, a write that fails ends the process with a stack.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {})
  const argv = process.argv.slice(2)
  const printed = await textFor(argv)
  if (printed !== undefined) {
    process.stdout.write(printed)
    return
  }
  const settings = await withFiles(readSettings(argv, process.env))
  try {
    await serve(settings)
  } catch (error) {
    throw nameOrigins(error, settings)
  }
}

/** Returns settings with those of the files that they name, which most starts do without. */
async function withFiles(given: Settings): Promise<Settings> {
  if (!SOURCE_FLAGS.some(({ name }) => given.has(name))) return given
  const { readSettingsFiles } = await import('./config/settings-files.ts')
  const { settings, token } = await readSettingsFiles(given, process.env)
  // From here on it is as if the person had set it, for redaction and for workers too.
  if (token !== undefined) process.env.APIFY_TOKEN = token
  return settings
}

async function serve(settings: Settings): Promise<void> {
  const config = configOf(settings, process.env)
  if (config.target.mode === 'local') checkActorFolders(config.target.actorDirs ?? [])
  const isPrinted = isOn(valuesOf(settings), 'print-config')
  checkAuditLog(config.telemetry, { creates: !isPrinted })
  // Before anything is answered; the SDK itself is loaded later.
  if (config.telemetry.otel) {
    const { readOtelVariables } = await import('./telemetry/variables.ts')
    readOtelVariables(process.env)
  }
  if (isPrinted) {
    const { printedConfig } = await import('./app/print-config.ts')
    process.stdout.write(printedConfig(config, settings))
    return
  }
  const processEnd = endOnSignals()
  if (!config.http) return serveOneClient(config, settings, processEnd)
  const { serveHttp } = await load()
  const url = await serveHttp(config, { http: config.http, settings, processEnd })
  if (process.stdin.isTTY) await printSetupHint((texts) => texts.httpSetupHint(config, url))
}

/** Returns the text of a command that only prints; undefined for a command that serves. */
async function textFor(argv: string[]): Promise<string | undefined> {
  const [command, ...rest] = argv
  // Before anything else is parsed: people who ask for help may have got the rest wrong.
  if (hasSwitch(argv, 'help')) return (await import('./config/help.ts')).helpText()
  if (hasSwitch(argv, 'version')) return `${VERSION}\n`
  if (command === undefined || command.startsWith('-')) return undefined
  const [execPath = '', script = ''] = process.argv
  const { runCommand } = await import('./app/run-command.ts')
  return runCommand(command, rest, { execPath, script, env: process.env })
}

async function serveOneClient(
  config: Config,
  settings: Settings,
  processEnd: ProcessEnd,
): Promise<void> {
  const { logLevel } = config.telemetry
  if (isLogged('warning', logLevel)) config.warnings.forEach(writeStderr)
  // With payments, tools are listed in another form, which only the full server knows.
  const catalog = config.payments ? undefined : readCatalog()
  const offered = catalog && selectTools(catalog.tools, config)
  if (process.stdin.isTTY) {
    const [execPath = '', script = ''] = process.argv
    await printSetupHint((texts) => texts.setupHint(config, { execPath, script, settings }))
  }
  let replay: string[] = []
  if (offered) {
    // The tools of --actor-tools are known only after the full server has read the Actors.
    const hasLateTools = config.actorTools.length > 0 && !config.readOnly
    const { structured } = config
    const answers = answersFor(offered, {
      versions: catalog.versions,
      structured,
      hasLateTools,
      views: audienceOf(config.views),
      viewAddresses: () => viewAddresses(catalog),
    })
    const options = { answers, warmUp: hasLateTools ? undefined : warmUp }
    const start = await serveEarly(process.stdin, process.stdout, options)
    if (start.client === 'gone') return
    replay = start.replay
  }
  const { serveStdio } = await load()
  await serveStdio(config, replay, processEnd)
}

function hasSwitch(argv: readonly string[], name: 'help' | 'version'): boolean {
  return argv.some((word) => [`--${name}`, `--${name}=true`, `-${name[0]}`].includes(word))
}

/** Prints what this program is to a person at a terminal; a client never sees it. */
async function printSetupHint(
  say: (texts: typeof import('./app/setup-hint.ts')) => string,
): Promise<void> {
  process.stderr.write(say(await import('./app/setup-hint.ts')))
}

main().catch(async (error) => {
  const { exitWithError } = await import('./app/exit-with-error.ts')
  exitWithError(error)
})
