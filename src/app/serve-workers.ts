import type { Config } from '../config/config.ts'
import type { HttpConfig } from '../config/http-flags.ts'
import { UsageError } from '../config/usage-error.ts'
import { findPort } from '../mcp/http/listen.ts'
import { createLogger, type Log } from '../mcp/http/logger.ts'
import { createWorkers } from '../mcp/http/workers/primary.ts'
import { StartError } from '../mcp/http/workers/worker-place.ts'
import { createQueryPlaces } from '../query/query-places.ts'
import { workerProgram } from '../shared/worker-program.ts'
import { createJsonShares } from '../untrusted/json-shares.ts'
import { platformAttacher } from './attach-platform.ts'
import { closeInTime } from './close-in-time.ts'
import type { ProcessEnd } from './end-on-signals.ts'
import { keepOpen } from './keep-open.ts'
import { lostLine } from './observation.ts'
import { createServerSecrets, type ServerSecrets } from './server-secrets.ts'
import { createLedger } from './start-limits.ts'

interface WorkersOptions {
  http: HttpConfig
  /** The arguments of each worker, which reads no settings of files. */
  args: string[]
  processEnd: ProcessEnd
}

/**
 * Serves one port by several processes. This one, the primary, answers no client. It keeps what
 * the others share.
 * @returns the URL that they listen on
 * @throws {UsageError} if the address cannot be used, or the first worker refuses the configuration
 */
export async function serveWorkers(
  config: Config,
  { http: given, args, processEnd }: WorkersOptions,
): Promise<string> {
  const http = { ...given, port: await findPort(given) }
  const secrets = createServerSecrets(config)
  const log = createLogger(secrets.redactor, { level: config.telemetry.logLevel })
  for (const warning of config.warnings) log.logger.warn(warning)
  const platform = openPlatform(config, secrets, log)
  const audit = await openAudit(config, log)
  const services = {
    writeAudit: async (line: string) => audit?.write(line),
    jsonShares: createJsonShares(),
    queryPlaces: createQueryPlaces(),
    ledger: createLedger(config),
    openPlatform: async () => (await platform.get()).dataFolder,
  }
  const workers = createWorkers({
    http,
    program: workerProgram('./http-worker.mjs', './http-worker.ts', import.meta.url),
    args,
    services,
    log,
    onBroken: () => processEnd.end(1),
  })
  // Before they start: the first one has calls to answer while the others are loaded.
  processEnd.finishWith(async () => {
    await workers.stop()
    await closeInTime(platform, (line) => log.logger.warn(line))
    await audit?.close()
    await log.flush()
  })
  const url = await workers.start().catch(async (error) => {
    await log.flush()
    throw startProblem(error)
  })
  log.logger.info({ url, workers: http.workers }, 'listening')
  return url
}

/** The worker has said what is wrong, and ended with the code of such a program. */
function startProblem(error: unknown): unknown {
  if (error instanceof StartError && error.code === 2)
    return new UsageError(`${error.message} Its error is above.`)
  return error
}

/** Opens the audit log of all workers, which would rotate it under each other. */
async function openAudit({ telemetry: { auditLog } }: Config, { logger }: Log) {
  if (auditLog === undefined) return undefined
  const { AuditFile } = await import('../governance/audit-file.ts')
  const onFailure = (line: string, reason: string) => logger.fatal(lostLine(line, reason))
  return new AuditFile({ path: auditLog, onFailure })
}

/** Keeps the local platform open, so that it survives a worker. */
function openPlatform({ target }: Config, secrets: ServerSecrets, { logger }: Log) {
  if (target.mode !== 'local') {
    return keepOpen(
      () => Promise.reject(new Error('There is no local platform.')),
      () => {},
    )
  }
  const attach = platformAttacher(target, (line) => logger.warn(line))
  return keepOpen(
    async () => {
      const platform = await attach()
      secrets.add(platform.token)
      return { ...platform, close: async () => platform.close() }
    },
    // The worker whose call notices logs it.
    () => {},
  )
}
