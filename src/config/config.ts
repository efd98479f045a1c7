import { type BackendTarget, cloudTarget, localTarget } from './backend-target.ts'
import { type ConfirmationConfig, readConfirmationConfig } from './confirmation-flags.ts'
import { readDocsSites } from './docs-flags.ts'
import { isOn, readList, readNumber } from './flag-parser.ts'
import { RESULT_TOKENS, RUN_COST_USD } from './flags.ts'
import { folderPath } from './folders.ts'
import { checkActorTools, type GovernanceConfig, readGovernance } from './governance-flags.ts'
import { type HttpConfig, readHttpConfig } from './http-flags.ts'
import { nameOrigins } from './name-origins.ts'
import { type PaymentProtocol, readPayments } from './payments-flag.ts'
import { filledIn, type Proxies, readProxies } from './proxies.ts'
import { type QueryConfig, readQueryConfig } from './query-flags.ts'
import { readSettings, type Settings, valuesOf } from './settings.ts'
import { startWarnings } from './start-warnings.ts'
import { readTelemetryConfig, type TelemetryConfig } from './telemetry-flags.ts'
import { UsageError } from './usage-error.ts'
import { readViews, type ViewsChoice } from './views-flag.ts'

export interface Config {
  target: BackendTarget
  proxies: Proxies
  /** Lines for the operator about settings that have no effect. */
  warnings: string[]
  /** Names of tools and toolsets; undefined for the default ones. */
  tools: string[] | undefined
  /** Actors offered as tools of their own. */
  actorTools: string[]
  readOnly: boolean
  maxResultTokens: number
  /** What questions in SQL may take. */
  query: QueryConfig
  /** Addresses of the indexes of the documentation. */
  docs: string[]
  maxRunCostUsd: number | undefined
  /** What may run, and what all runs may cost together. */
  governance: GovernanceConfig
  /** How calls are paid for without an account; undefined if they are not. */
  payments: PaymentProtocol | undefined
  /** Which calls a person must confirm; undefined for none. */
  confirm: ConfirmationConfig | undefined
  structured: boolean
  /** Which clients get views. */
  views: ViewsChoice
  /** The folder that files may be written to; undefined for none. */
  downloadDir: string | undefined
  /** The folder that files may be read from; undefined for none. */
  uploadDir: string | undefined
  /** What is written and sent about calls. */
  telemetry: TelemetryConfig
  /** How to serve over HTTP; undefined for stdio. */
  http: HttpConfig | undefined
}

type Environment = Record<string, string | undefined>

/**
 * Reads the configuration from the command line and the environment, but no file that they name.
 * @param argv the arguments, without node and script
 * @throws {UsageError} that names the wrong flag or variable and what it takes
 */
export function readConfig(argv: readonly string[], env: Environment): Config {
  const settings = readSettings(argv, env)
  try {
    return configOf(settings, env)
  } catch (error) {
    throw nameOrigins(error, settings)
  }
}

/**
 * Returns the configuration that settings and environment make.
 * @throws {UsageError} that names the wrong setting by its flag, and what it takes
 */
export function configOf(settings: Settings, env: Environment): Config {
  const flags = valuesOf(settings)
  const payments = readPayments(flags)
  const backend = readTarget(flags, env, payments)
  const http = readHttpConfig(flags, env, { mode: backend.mode, payments })
  const actorTools = readList(flags, 'actor-tools') ?? []
  const governance = readGovernance(flags)
  const structured = !isOn(flags, 'no-structured')
  checkActorTools(actorTools, governance)
  const { proxies, proxyWarning } = readProxies(env, backend)
  const readOnly = isOn(flags, 'read-only')
  return {
    // Clients that bring their own tokens must never fall back to the token of this server.
    target:
      backend.mode === 'cloud' && http?.access.kind === 'token'
        ? { ...backend, token: undefined }
        : backend,
    proxies,
    warnings: startWarnings(proxyWarning, { readOnly, actorTools }),
    tools: readList(flags, 'tools'),
    actorTools,
    readOnly,
    maxResultTokens: readNumber(flags, 'max-result-tokens', RESULT_TOKENS) ?? RESULT_TOKENS.preset,
    query: readQueryConfig(flags, {
      isHttp: http !== undefined,
      isLocal: backend.mode === 'local',
    }),
    docs: readDocsSites(flags),
    maxRunCostUsd: readNumber(flags, 'max-run-cost-usd', RUN_COST_USD),
    governance,
    payments,
    confirm: readConfirmationConfig(flags),
    structured,
    views: readViews(flags, structured),
    downloadDir: readLocalFolder(flags, 'download-dir'),
    uploadDir: readLocalFolder(flags, 'upload-dir'),
    telemetry: readTelemetryConfig(flags),
    http,
  }
}

/** Returns a folder of the client's own machine; undefined if the flag is not given. */
function readLocalFolder(flags: Map<string, string>, name: string): string | undefined {
  const dir = flags.get(name)
  if (dir !== undefined && isOn(flags, 'http')) {
    throw new UsageError(
      `--${name} works over stdio only.`,
      'Over HTTP, clients are on other machines: remove it.',
    )
  }
  return dir && folderPath(dir)
}

function readTarget(
  flags: Map<string, string>,
  env: Environment,
  payments: PaymentProtocol | undefined,
): BackendTarget {
  const token = filledIn(env.APIFY_TOKEN)
  // Over HTTP each client brings a token, so a missing APIFY_TOKEN does not mean local mode.
  const isCloud = token || payments || isOn(flags, 'http')
  const local = flags.get('local') ?? (isCloud ? 'false' : 'true')
  if (local === 'false') return cloudTarget(filledIn(env.APIFY_API_BASE_URL), token)
  return localTarget(local === 'true' ? undefined : local, readList(flags, 'actors'), env)
}
