import { availableParallelism } from 'node:os'
import { isBearerToken } from '../shared/bearer-token.ts'
import { type Flag, isOn, readList, readNumber } from './flag-parser.ts'
import { isLoopback, LOOPBACK_NAMES, parseOrigin, readAllowedHosts } from './http-names.ts'
import { defaultPort, PORTS, readPort } from './http-port.ts'
import { OAUTH_FLAGS, type OauthAccess, readOauthAccess } from './oauth-flags.ts'
import type { PaymentProtocol } from './payments-flag.ts'
import { UsageError } from './usage-error.ts'

/** The minimum length of MCP_ACCESS_KEY, in characters. */
const MIN_KEY_CHARS = 24
/** More processes than most machines have cores; it only catches typing errors. */
const MAX_WORKERS = 128

const CONCURRENCY = { from: 1, to: 10_000, whole: true }
const WORKERS = { from: 1, to: MAX_WORKERS, whole: true, otherwise: 'auto' }
const DEFAULT_HOST = '127.0.0.1'

/** The flags that work only with --http. */
export const HTTP_FLAGS: readonly Flag[] = [
  {
    name: 'http',
    kind: 'switch',
    default: 'off',
    describe:
      'Serve many clients over Streamable HTTP at `/mcp` instead of one over stdin and stdout.',
  },
  {
    name: 'host',
    kind: 'text',
    value: 'H',
    default: DEFAULT_HOST,
    describe: 'The address to listen on; `0.0.0.0` is every address of this machine.',
  },
  {
    name: 'port',
    kind: 'number',
    value: 'N',
    bounds: PORTS,
    default: '3000',
    defaultIn: ({ env }) => defaultPort(env),
    describe: 'The port to listen on; 0 picks a free one.',
  },
  {
    name: 'shared-token',
    kind: 'switch',
    default: 'off',
    describe:
      'Use the `APIFY_TOKEN` of this server for all clients; they present `MCP_ACCESS_KEY` instead.',
  },
  {
    name: 'allowed-hosts',
    kind: 'list',
    value: 'a,b',
    default: 'loopback names; any if --host is not loopback',
    defaultIn: ({ values }) =>
      isLoopback(values.get('host') ?? DEFAULT_HOST) ? LOOPBACK_NAMES : null,
    describe: 'Host names under which clients may reach the server; others are refused.',
  },
  {
    name: 'allowed-origins',
    kind: 'list',
    value: 'a,b',
    default: 'its own',
    defaultIn: () => [],
    describe: 'Origins of web pages that may call the server, such as `https://app.example.com`.',
  },
  ...OAUTH_FLAGS,
  {
    name: 'max-concurrency',
    kind: 'number',
    value: 'N',
    bounds: CONCURRENCY,
    default: '1000',
    describe: 'Maximum concurrent requests (1-10000); more get 429.',
  },
  {
    name: 'workers',
    kind: 'number',
    value: 'N|auto',
    bounds: WORKERS,
    default: '1',
    describe:
      'Processes that serve the port together (1-128); `auto` is one for each core. Limits count for all of them.',
  },
]

/** Who may call: clients with their own tokens, holders of one key, those whom an issuer knows, or anyone. */
export type Access =
  /** `isOptional`: clients without a token may call too, and pay for it in another way. */
  | { kind: 'token'; isOptional?: true }
  | { kind: 'key'; key: string }
  | OauthAccess
  | { kind: 'open' }

/** Returns whether clients are told apart. Else there is one tenant. */
export function hasTenants({ kind }: Access): boolean {
  return kind === 'token' || kind === 'oauth'
}

export interface HttpConfig {
  host: string
  port: number
  access: Access
  /** Allowed host names without ports; undefined for any. */
  allowedHosts: string[] | undefined
  /** Allowed origins as a browser writes them: scheme, name and port. */
  allowedOrigins: string[]
  /** The maximum of concurrent requests. */
  maxConcurrency: number
  /** How many processes serve the port. */
  workers: number
}

type Environment = Record<string, string | undefined>

/** What clients reach through the server, and how they can pay for it without an account. */
interface Backend {
  mode: 'local' | 'cloud'
  payments: PaymentProtocol | undefined
}

/**
 * Reads the flags of HTTP.
 * @returns undefined if `--http` is off
 * @throws {UsageError} that names the wrong flag or variable and what it takes
 */
export function readHttpConfig(
  flags: Map<string, string>,
  env: Environment,
  backend: Backend,
): HttpConfig | undefined {
  const { mode } = backend
  if (!isOn(flags, 'http')) {
    const conflictingFlag = HTTP_FLAGS.find(
      ({ name }) => flags.has(name) && flags.get(name) !== 'false',
    )
    if (conflictingFlag && conflictingFlag.name !== 'http')
      throw new UsageError(
        `--${conflictingFlag.name} works with --http only.`,
        `Add --http, or remove --${conflictingFlag.name}.`,
      )
    return undefined
  }
  const host = flags.get('host') ?? DEFAULT_HOST
  const loopback = isLoopback(host)
  if (mode === 'local' && !loopback) {
    throw new UsageError(
      `--local runs Actors as this user for anyone who calls, so --host must be a loopback address, not ${JSON.stringify(host)}.`,
      'Use --host=127.0.0.1, or remove --local.',
    )
  }
  const allowedHosts = readAllowedHosts(flags) ?? (loopback ? [...LOOPBACK_NAMES] : undefined)
  return {
    host,
    port: readPort(flags, env),
    access: readAccess(flags, env, { ...backend, allowedHosts }),
    allowedHosts,
    allowedOrigins: (readList(flags, 'allowed-origins') ?? []).map(parseOrigin),
    maxConcurrency: readNumber(flags, 'max-concurrency', CONCURRENCY) ?? 1000,
    workers: readWorkers(flags),
  }
}

function readWorkers(flags: Map<string, string>): number {
  if (flags.get('workers') === 'auto') return Math.min(availableParallelism(), MAX_WORKERS)
  return readNumber(flags, 'workers', WORKERS) ?? 1
}

function readAccess(
  flags: Map<string, string>,
  env: Environment,
  { mode, payments, allowedHosts }: Backend & Pick<HttpConfig, 'allowedHosts'>,
): Access {
  const key = env.MCP_ACCESS_KEY?.trim() || undefined
  const shared = isOn(flags, 'shared-token')
  if (shared && mode === 'local') {
    throw new UsageError(
      '--shared-token and --local cannot be combined.',
      'The local platform has no token to share: remove one of them.',
    )
  }
  if (shared && !env.APIFY_TOKEN?.trim()) {
    throw new UsageError(
      '--shared-token needs APIFY_TOKEN, which is not set.',
      'Set APIFY_TOKEN, or remove --shared-token so that clients bring their own tokens.',
    )
  }
  const oauth = readOauthAccess(flags, { isShared: shared, allowedHosts })
  if (oauth) return oauth
  if (!shared && mode === 'cloud') return { kind: 'token', ...(payments && { isOptional: true }) }
  if (key === undefined && mode === 'local') return { kind: 'open' }
  if (key !== undefined && key.length >= MIN_KEY_CHARS && isBearerToken(key))
    return { kind: 'key', key }
  throw new UsageError(
    key === undefined
      ? '--shared-token needs MCP_ACCESS_KEY, the key that clients present.'
      : `MCP_ACCESS_KEY must have at least ${MIN_KEY_CHARS} characters, of letters, digits and -._~+/=.`,
    'Create one with: openssl rand -hex 32',
  )
}
