import { type BackendTarget, cloudTarget, localTarget } from './backend-target.ts'
import {
  CONFIRMATION_FLAGS,
  type ConfirmationConfig,
  readConfirmationConfig,
} from './confirmation-flags.ts'
import { DOCS_FLAG, readDocsSites } from './docs-flags.ts'
import { type Flag, isOn, readFlags, readList, readNumber } from './flag-parser.ts'
import { folderPath } from './folders.ts'
import { HTTP_FLAGS, type HttpConfig, readHttpConfig } from './http-flags.ts'
import { PAYMENTS_FLAG, type PaymentProtocol, readPayments } from './payments-flag.ts'
import { filledIn, type ProxyConfig, readProxies } from './proxies.ts'
import { QUERY_FLAGS, type QueryConfig, readQueryConfig } from './query-flags.ts'
import { UsageError } from './usage-error.ts'

/** The bounds and the default of the budget of one result, in tokens. */
export const RESULT_TOKENS = { from: 500, to: 25_000, whole: true, preset: 8000 }
/**
 * The bounds of the ceiling of one run, in US dollars. The upper one is far above the cost of any run
 * and only catches typing errors.
 */
export const RUN_COST_USD = { from: 0.000_001, to: 1_000_000, whole: false }

/** All flags. The README and --help are generated from this table. */
export const FLAGS: readonly Flag[] = [
  ...HTTP_FLAGS,
  {
    name: 'local',
    value: 'DIR',
    optional: true,
    default: 'on over stdio without APIFY_TOKEN',
    describe: 'Use the embedded local platform, with its data in DIR.',
  },
  {
    name: 'actors',
    value: 'DIR[,DIR…]',
    default: 'the bundled Actors',
    describe:
      'Folders of Actor projects that the local platform may run; `bundled` among them adds the bundled Actors.',
  },
  {
    name: 'tools',
    value: 'a,b',
    default: 'default',
    describe:
      'Tools or toolsets to offer. `default` is `actors`, `runs` and `storage`; `automation`, `docs`, `develop` and `dynamic` (stdio only) are added by their names; `all` is everything.',
  },
  {
    name: 'actor-tools',
    value: 'user/name,…',
    default: 'none',
    describe: 'Offer each of these Actors as a tool of its own, with its input as arguments.',
  },
  {
    name: 'read-only',
    default: 'off',
    describe: 'Offer only tools that change nothing; the others are neither listed nor callable.',
  },
  {
    name: 'max-result-tokens',
    value: 'N',
    default: '8000',
    describe: 'The budget of one result, from 500 to 25000 tokens.',
  },
  ...QUERY_FLAGS,
  DOCS_FLAG,
  {
    name: 'max-run-cost-usd',
    value: 'N',
    default: 'none',
    describe:
      'Maximum cost of a run, in US dollars. Sent as `maxTotalChargeUsd` if a call gives none; calls that ask for more are rejected.',
  },
  PAYMENTS_FLAG,
  ...CONFIRMATION_FLAGS,
  {
    name: 'download-dir',
    value: 'DIR',
    default: 'none',
    describe: 'Offer `export_items`, which writes files into DIR and nowhere else; stdio only.',
  },
  {
    name: 'upload-dir',
    value: 'DIR',
    default: 'none',
    describe:
      'Let `push_dataset_items` and `put_record` read files of DIR (`file`), and no others; stdio only.',
  },
  {
    name: 'no-structured',
    default: 'off',
    describe:
      'Send results as text only, for clients that would show the model both the text and the structured content.',
  },
  { name: 'help', default: 'off', describe: 'Print this help.' },
  { name: 'version', default: 'off', describe: 'Print the version.' },
]

export interface Config extends ProxyConfig {
  target: BackendTarget
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
  /** How calls are paid for without an account; undefined if they are not. */
  payments: PaymentProtocol | undefined
  /** Which calls a person must confirm; undefined for none. */
  confirm: ConfirmationConfig | undefined
  structured: boolean
  /** The folder that files may be written to; undefined for none. */
  downloadDir: string | undefined
  /** The folder that files may be read from; undefined for none. */
  uploadDir: string | undefined
  /** How to serve over HTTP; undefined for stdio. */
  http: HttpConfig | undefined
}

type Environment = Record<string, string | undefined>

/**
 * Reads the configuration from the command line and the environment.
 * @param argv the arguments, without node and script
 * @throws {UsageError} that names the wrong flag or variable and what it takes
 */
export function readConfig(argv: readonly string[], env: Environment): Config {
  const flags = readFlags(FLAGS, argv)
  const payments = readPayments(flags)
  const backend = readTarget(flags, env, payments)
  const http = readHttpConfig(flags, env, { mode: backend.mode, payments })
  return {
    // Clients that bring their own tokens must never fall back to the token of this server.
    target:
      backend.mode === 'cloud' && http?.access.kind === 'token'
        ? { ...backend, token: undefined }
        : backend,
    ...readProxies(env, backend),
    tools: readList(flags, 'tools'),
    actorTools: readList(flags, 'actor-tools') ?? [],
    readOnly: isOn(flags, 'read-only'),
    maxResultTokens: readNumber(flags, 'max-result-tokens', RESULT_TOKENS) ?? RESULT_TOKENS.preset,
    query: readQueryConfig(flags, {
      isHttp: http !== undefined,
      isLocal: backend.mode === 'local',
    }),
    docs: readDocsSites(flags),
    maxRunCostUsd: readNumber(flags, 'max-run-cost-usd', RUN_COST_USD),
    payments,
    confirm: readConfirmationConfig(flags),
    structured: !isOn(flags, 'no-structured'),
    downloadDir: readLocalFolder(flags, 'download-dir'),
    uploadDir: readLocalFolder(flags, 'upload-dir'),
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
