import type { Config } from '../config/config.ts'
import type { HttpConfig } from '../config/http-flags.ts'
import { asFlags, type Settings } from '../config/settings.ts'
import { createOffered } from '../mcp/access/offered.ts'
import { createOfferedByEra } from '../mcp/access/offered-by-era.ts'
import type { SharedState } from '../mcp/http/shared-state.ts'
import { serveConnection } from '../mcp/serve-connection.ts'
import { StdioTransport } from '../mcp/stdio/transport.ts'
import type { ToolListOptions } from '../mcp/tool-list.ts'
import { assemble } from './assemble.ts'
import type { Backend } from './backend.ts'
import { closeInTime } from './close-in-time.ts'
import type { ProcessEnd } from './end-on-signals.ts'
import { closeObservation, createObservation, type Observation } from './observation.ts'
import { debugLines, operatorLog, writeStderr } from './operator-log.ts'
import { createServerSecrets } from './server-secrets.ts'
import type { SharedWork } from './shared-work.ts'

/**
 * Serves one client on stdin and stdout.
 * @param replayedMessages messages that were already read and answered
 */
export async function serveStdio(
  config: Config,
  replayedMessages: readonly string[],
  processEnd: ProcessEnd,
): Promise<void> {
  const secrets = createServerSecrets(config)
  const { log, write } = operatorLog(config.telemetry.logLevel, writeStderr)
  const observation = await createObservation(config.telemetry, {
    transport: 'pipe',
    log: (line) => log(secrets.redactor.logLine(line)),
    report: write,
    debug: debugLines(write),
  })
  const observers = observation?.observers
  const { backend, offered, ...rest } = await assemble(config, { log, secrets, observers })
  const { structured } = config
  const handlersOf = createOfferedByEra({ tools: offered, structured, ...rest })
  processEnd.finishWith(async () => {
    // It ends the calls, which the observers wait for.
    if (observation) void connection.close()
    await closeAll(backend, observation)
  })
  const connection = new StdioTransport(
    process.stdin,
    process.stdout,
    backend.redactor,
    replayedMessages,
  )
  await serveConnection(connection, handlersOf, { environment: backend }, processEnd.end)
}

/** Ends what calls use, and then their observers. */
async function closeAll(backend: Backend, observation: Observation | undefined): Promise<void> {
  await closeInTime(backend, backend.log)
  await closeObservation(observation, backend.log)
}

interface HttpOptions {
  http: HttpConfig
  /** Those that made the configuration, for further processes. */
  settings: Settings
  processEnd: ProcessEnd
}

/**
 * Serves many clients over HTTP, with as many processes as the configuration says.
 * @returns the URL that it listens on
 */
export async function serveHttp(
  config: Config,
  { http, settings, processEnd }: HttpOptions,
): Promise<string> {
  // Loaded there, so that a single process never loads what several need.
  if (http.workers > 1) {
    const { serveWorkers } = await import('./serve-workers.ts')
    return serveWorkers(config, { http, args: asFlags(settings), processEnd })
  }
  return serveProcess(config, { http, processEnd })
}

/** What a worker has in common with the others. */
interface Shared {
  state: SharedState
  work: SharedWork
}

interface ProcessOptions {
  http: HttpConfig
  /** How this process ends; calls are answered first. */
  processEnd: ProcessEnd
  /** Undefined if this process is the only one. */
  shared?: Shared
}

/**
 * Serves clients over HTTP in this process.
 * @returns the URL that it listens on
 */
export async function serveProcess(
  config: Config,
  { http, processEnd, shared }: ProcessOptions,
): Promise<string> {
  // Loaded here, so that a client on stdin and stdout does not wait for it.
  const [{ prepareHttp }, { createEraDispatch }] = await Promise.all([
    import('../mcp/http/server.ts'),
    import('../mcp/http/era-dispatch.ts'),
  ])
  const secrets = createServerSecrets(config)
  const { serve, flush, logger, runCounter, ...hooks } = prepareHttp(http, {
    redactor: secrets.redactor,
    level: config.telemetry.logLevel,
    shared: shared?.state,
  })
  for (const warning of config.warnings) hooks.log(warning)
  const observation = await createObservation(config.telemetry, {
    transport: 'tcp',
    log: hooks.log,
    report: (line) => logger.fatal(line),
    debug: ({ tool, tenant }, _, { message, ...fields }) =>
      logger.debug({ tool: tool.name, tenant, ...fields }, message),
    writeAudit: shared?.work.writeAudit,
  })
  const observers = [runCounter, ...(observation?.observers ?? [])]
  const options = { ...hooks, secrets, observers, shared: shared?.work }
  const { backend, offered, ...rest } = await assemble(config, options)
  const { structured } = config
  const listed = { tools: offered, structured, ...rest }
  const oauth = await loadResourceServer(config, http, listed, hooks.log)
  const service = await serve({
    eraDispatch: createEraDispatch(createOffered(listed)),
    environment: backend,
    offered: { tools: offered, lateTools: rest.lateTools },
    guard: oauth?.guard,
  })
  processEnd.finishWith(async () => {
    await service.stop()
    await oauth?.close()
    await closeAll(backend, observation)
    await flush()
  })
  return service.url
}

/** Loads what checks access tokens, if the operator has named their issuer: most servers need none. */
async function loadResourceServer(
  config: Config,
  http: HttpConfig,
  offered: ToolListOptions,
  log: (line: string) => void,
) {
  const { access } = http
  if (access.kind !== 'oauth') return undefined
  const { openResourceServer } = await import('./resource-server.ts')
  return openResourceServer(config, { http, access, offered, log })
}
