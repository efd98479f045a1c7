import type { createApify } from '../apify/api.ts'
import type { ApifyClient } from '../apify/transport/client.ts'
import type { Scope } from '../apify/transport/request.ts'
import type { Timeouts } from '../apify/transport/timeouts.ts'
import { maxCalls } from '../config/concurrency.ts'
import type { Config } from '../config/config.ts'
import { proxyFor } from '../config/proxies.ts'
import type { Redactor } from '../exit/redact.ts'
import type { ChooseProxy } from '../shared/http-proxy.ts'
import { VERSION } from '../shared/version.ts'
import type { CallEnvironment, TokenEnvironment } from '../tool-call/call-environment.ts'
import { downloadsIn } from '../tool-call/downloads.ts'
import { lateQueries } from './late-queries.ts'
import { createServerSecrets, type ServerSecrets } from './server-secrets.ts'
import { startPlatform } from './start-platform.ts'

/** An environment that owns what its calls opened. */
export interface Backend extends TokenEnvironment {
  /** Ends queries and the local platform with its runs, and closes the connections. */
  close(): Promise<void>
}

export interface BackendOptions {
  /** Receives lines for the operator. */
  log(line: string): void
  /** The secrets of the server; default: those of its configuration. */
  secrets?: ServerSecrets
  /** Called for each request to the API that is retried. */
  onRetry?: () => void
  /** Awaited before a response of the API is read, so that many at once take turns. */
  waitTurn?: () => Promise<void>
  /** Timeouts of the client that differ from the default ones. */
  timeouts?: Partial<Timeouts>
  /** How long a call may take, in seconds, in place of the default. */
  deadlineSecs?: number
}

/** Creates the backend of a configuration. It connects with the first call, not at the start. */
export function createBackend(
  config: Config,
  { deadlineSecs, secrets = createServerSecrets(config), ...hooks }: BackendOptions,
): Backend {
  const { target, proxies, http, maxResultTokens } = config
  let ownToken = target.mode === 'cloud' ? target.token : undefined
  const { redactor } = secrets
  const log = (line: string) => hooks.log(redactor.logLine(line))
  const queries = lateQueries(config.query)
  let connection: Promise<Connection> | undefined
  const connect = async (scope: Scope, client?: TokenOfClient) => {
    // If the platform fails to start, for example on a locked folder, the next call tries again.
    const connections = http && maxCalls(http.maxConcurrency)
    const options = { ...hooks, log, redactor, ...proxied(proxies), connections }
    connection ??= open(target, options).catch((error) => {
      connection = undefined
      throw error
    })
    const { client: own, createApify, token } = await connection
    ownToken = token
    secrets.add(token)
    const chosen = client ? own.withToken(client.token, client.redactor) : own
    return createApify(chosen, scope, {
      ...(target.mode === 'cloud' && { consoleUrl: target.consoleUrl }),
      maxResultTokens,
      tenant: client?.token,
    })
  }
  const settings = { ...settingsOf(config), ...(deadlineSecs !== undefined && { deadlineSecs }) }
  const environmentOf = (client?: TokenOfClient): CallEnvironment => {
    const { redactor } = client ?? secrets
    return {
      ...settings,
      log: (line) => hooks.log(redactor.logLine(line)),
      secret: () => (client ? client.token : ownToken),
      redactor,
      connect: (scope) => connect(scope, client),
      queries: queries.of(client?.token, redactor),
    }
  }
  return {
    ...environmentOf(),
    withToken: (token) => environmentOf({ token, redactor: secrets.withToken(token) }),
    async close() {
      const opened = connection?.catch(() => undefined)
      await Promise.all([queries.close(), opened?.then((one) => one?.close())])
    },
  }
}

/** The token of a client, and what knows it as a secret. */
interface TokenOfClient {
  token: string
  redactor: Redactor
}

/** Returns what the operator has set for calls. */
function settingsOf({
  target,
  readOnly,
  maxRunCostUsd,
  maxResultTokens,
  confirm,
  downloadDir,
}: Config): Pick<CallEnvironment, 'settings' | 'confirm' | 'downloads'> {
  return {
    settings: {
      mode: target.mode,
      readOnly,
      maxResultTokens,
      ...(maxRunCostUsd !== undefined && { maxRunCostUsd }),
    },
    confirm,
    downloads: downloadDir === undefined ? undefined : downloadsIn(downloadDir),
  }
}

/** Returns how to choose a proxy, if there is one at all. */
function proxied(proxies: Config['proxies']): { proxyFor?: ChooseProxy } {
  if (!proxies.http && !proxies.https) return {}
  return { proxyFor: (url) => proxyFor(url, proxies) }
}

interface Connection {
  client: ApifyClient
  createApify: typeof createApify
  /** The token that the client authenticates with. */
  token: string | undefined
  close(): Promise<void>
}

interface OpenOptions extends Omit<BackendOptions, 'secrets'> {
  redactor: Redactor
  proxyFor?: ChooseProxy
  /** The maximum of open sockets to the API. */
  connections: number | undefined
}

async function open(
  target: Config['target'],
  { log, connections, ...hooks }: OpenOptions,
): Promise<Connection> {
  const [{ ApifyClient }, { createApify }] = await Promise.all([
    import('../apify/transport/client.ts'),
    import('../apify/api.ts'),
  ])
  const options = { version: VERSION, ...hooks, ...(connections && { connections }) }
  if (target.mode === 'cloud') {
    const { baseUrl, token } = target
    const client = new ApifyClient({ ...options, baseUrl, ...(token && { token }) })
    return { client, createApify, token, close: () => client.close() }
  }
  const { platform, discard } = await startPlatform(target, log, hooks.proxyFor)
  const { baseUrl, token } = platform
  const client = new ApifyClient({ ...options, baseUrl, token, isLocal: true })
  return {
    client,
    createApify,
    token,
    async close() {
      await platform.close()
      await client.close()
      await discard()
    },
  }
}
