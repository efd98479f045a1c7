import { UsageError } from '../config/usage-error.ts'

/** The variables that say where the collector is; the SDK reads them itself. */
const ENDPOINTS = ['', 'TRACES_', 'METRICS_'].map((part) => `OTEL_EXPORTER_OTLP_${part}ENDPOINT`)

type Environment = Record<string, string | undefined>

/** The forms of OTLP over HTTP. */
const PROTOCOLS = ['http/protobuf', 'http/json'] as const
export type OtlpProtocol = (typeof PROTOCOLS)[number]

/** The variables that the packages of the SDK do not read themselves. */
export interface Variables {
  isDisabled: boolean
  /** The form in which spans are sent; undefined if they are not. */
  traces: OtlpProtocol | undefined
  metrics: OtlpProtocol | undefined
  /** How often metrics are sent, and how long that may take. In milliseconds. */
  exportIntervalMillis: number
  exportTimeoutMillis: number
}

/** An hour: longer periods are typing errors. In milliseconds. */
const MAX_MS = 3_600_000

/**
 * Reads the variables of OpenTelemetry.
 * @throws {UsageError} that names the wrong variable
 */
export function readOtelVariables(env: Environment): Variables {
  for (const name of ENDPOINTS) checkUrl(env, name)
  const exportIntervalMillis = readMs(env, 'OTEL_METRIC_EXPORT_INTERVAL', 60_000)
  const timeout = readMs(env, 'OTEL_METRIC_EXPORT_TIMEOUT', 30_000)
  return {
    isDisabled: env.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true',
    traces: protocolOf(env, 'TRACES'),
    metrics: protocolOf(env, 'METRICS'),
    exportIntervalMillis,
    // The SDK takes no timeout that is longer than the interval.
    exportTimeoutMillis: Math.min(timeout, exportIntervalMillis),
  }
}

function protocolOf(env: Environment, signal: 'TRACES' | 'METRICS'): OtlpProtocol | undefined {
  const exporter = `OTEL_${signal}_EXPORTER`
  const chosen = read(env, exporter) ?? 'otlp'
  if (chosen === 'none') return undefined
  if (chosen !== 'otlp')
    throw new UsageError(`${exporter} takes otlp or none, not ${JSON.stringify(chosen)}.`)
  const own = `OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`
  const name = read(env, own) === undefined ? 'OTEL_EXPORTER_OTLP_PROTOCOL' : own
  const given = read(env, name) ?? PROTOCOLS[0]
  const protocol = PROTOCOLS.find((one) => one === given)
  if (protocol) return protocol
  throw new UsageError(
    `${name} takes ${PROTOCOLS.join(' or ')}, not ${JSON.stringify(given)}.`,
    'A collector takes both at its port 4318.',
  )
}

/** The SDK would take an address without a scheme, and fail to send later. */
function checkUrl(env: Environment, name: string): void {
  const given = read(env, name)
  if (given === undefined || (/^https?:\/\//i.test(given) && URL.canParse(given))) return
  throw new UsageError(
    `${name} takes an http(s) URL.`,
    'Write it with its scheme, such as http://localhost:4318.',
  )
}

function readMs(env: Environment, name: string, preset: number): number {
  const given = read(env, name)
  if (given === undefined) return preset
  const ms = Number(given)
  if (Number.isInteger(ms) && ms > 0 && ms <= MAX_MS) return ms
  throw new UsageError(
    `${name} takes a whole number of milliseconds from 1 to ${MAX_MS}, not ${JSON.stringify(given)}.`,
  )
}

/** Returns a variable; an empty one counts as not set. */
function read(env: Environment, name: string): string | undefined {
  return env[name]?.trim() || undefined
}
