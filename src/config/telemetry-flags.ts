import { accessSync, closeSync, constants, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { nearestName } from '../shared/likeness.ts'
import { LOG_LEVELS, type LogLevel } from '../shared/log-level.ts'
import { type Flag, isOn } from './flag-parser.ts'
import { folderPath } from './folders.ts'
import { UsageError } from './usage-error.ts'

const DEFAULT_LEVEL: LogLevel = 'info'

/** The flags for logs and telemetry. */
export const TELEMETRY_FLAGS: readonly Flag[] = [
  {
    name: 'log-level',
    kind: 'text',
    value: 'LEVEL',
    default: DEFAULT_LEVEL,
    describe:
      'The least important lines on standard error: `debug` (adds calls and their requests), `info`, `notice`, `warning`, `error`, `critical`, `alert` or `emergency`.',
  },
  {
    name: 'audit-log',
    kind: 'text',
    value: 'FILE',
    default: 'none',
    describe:
      'Append one JSON line to FILE for each call that changes data or starts a run; never its input.',
  },
  {
    name: 'otel',
    kind: 'switch',
    default: 'off',
    describe:
      'Send OpenTelemetry traces and metrics over OTLP/HTTP, to where the `OTEL_…` variables say.',
  },
]

export interface TelemetryConfig {
  /** Lines on standard error below this level are left out. */
  logLevel: LogLevel
  /** The absolute path of the audit log; undefined for none. */
  auditLog: string | undefined
  /**
   * Where traces and metrics go: by an SDK that the server sets up (`own`), or by that of the program that the
   * server is in (`program`). Undefined for nowhere.
   */
  otel: 'own' | 'program' | undefined
}

/**
 * Reads the flags for logs and telemetry.
 * @throws {UsageError} that names the wrong flag and what it takes
 */
export function readTelemetryConfig(flags: Map<string, string>): TelemetryConfig {
  const auditLog = flags.get('audit-log')
  return {
    logLevel: readLevel(flags.get('log-level')),
    auditLog: auditLog && folderPath(auditLog),
    otel: isOn(flags, 'otel') ? 'own' : undefined,
  }
}

function readLevel(given: string | undefined): LogLevel {
  if (given === undefined) return DEFAULT_LEVEL
  const level = LOG_LEVELS.find((one) => one === given)
  if (level) return level
  const nearest = nearestName(given, LOG_LEVELS)
  throw new UsageError(
    `--log-level takes one of ${LOG_LEVELS.join(', ')}, not ${JSON.stringify(given)}.`,
    nearest && `Did you mean ${nearest}?`,
  )
}

/** Returns the configuration of a server inside another program, whose SDK its telemetry goes by. */
export function embeddedTelemetryConfig({
  logLevel = DEFAULT_LEVEL,
  auditLog,
  otel,
}: {
  logLevel?: LogLevel | undefined
  auditLog?: string | undefined
  otel: boolean
}): TelemetryConfig {
  return {
    logLevel,
    auditLog: auditLog && folderPath(auditLog),
    otel: otel ? 'program' : undefined,
  }
}

/**
 * Creates the audit log if there is none (mode 0600), so that one that cannot be written is an error at the start.
 * @param options.creates whether it may be created; if not, its folder is looked at
 * @throws {UsageError} if it is not a file, or cannot be written
 */
export function checkAuditLog({ auditLog }: TelemetryConfig, { creates = true } = {}): void {
  if (auditLog === undefined) return
  try {
    const found = statSync(auditLog, { throwIfNoEntry: false })
    if (found && !found.isFile()) throw new Error('it is not a regular file')
    if (creates) closeSync(openSync(auditLog, 'a', 0o600))
    else if (found) accessSync(auditLog, constants.W_OK)
    // The slash makes a file in place of the folder an error.
    else accessSync(`${dirname(auditLog)}/`, constants.W_OK | constants.X_OK)
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const message = error instanceof Error ? error.message : String(error)
    const reason = isMissing ? 'its folder does not exist' : message
    throw new UsageError(
      `--audit-log cannot write to ${JSON.stringify(auditLog)}: ${reason}.`,
      'Name a file in a folder that exists and that this user may write to.',
    )
  }
}
