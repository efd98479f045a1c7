import type { Scope } from '../apify/transport/request.ts'
import type { Timeouts } from '../apify/transport/timeouts.ts'
import { maxCalls } from '../config/concurrency.ts'
import type { Config } from '../config/config.ts'
import { proxyFor } from '../config/proxies.ts'
import { shortDigest } from '../mcp/http/sha256.ts'
import type { ChooseProxy } from '../shared/http-proxy.ts'
import type {
  CallEnvironment,
  CallingClient,
  ClientEnvironment,
} from '../tool-call/call-environment.ts'
import type { CallObserver } from '../tool-call/call-watch.ts'
import { downloadsIn } from '../tool-call/downloads.ts'
import type { CallPayment, Payments } from '../tool-call/payments.ts'
import { uploadsIn } from '../tool-call/uploads.ts'
import { connectorFor } from './connection.ts'
import { type Credentials, credentialsOf, withCredentials } from './credentials.ts'
import { keepOpen } from './keep-open.ts'
import { lateDocs } from './late-docs.ts'
import { lateQueries } from './late-queries.ts'
import { createServerSecrets, type ServerSecrets } from './server-secrets.ts'
import type { SharedWork } from './shared-work.ts'

const PLATFORM_ENDED = 'The local platform has ended. This call starts it again.'

/** An environment that owns what its calls opened. */
export interface Backend extends ClientEnvironment {
  /** Ends queries, gives up the local platform, and closes the connections. */
  close(): Promise<void>
}

export interface BackendOptions {
  /** Receives lines for the operator. */
  log(line: string): void
  /** The secrets of the server; default: those of its configuration. */
  secrets?: ServerSecrets
  /** What calls share with those of other processes; undefined if this is the only one. */
  shared?: SharedWork | undefined
  /** Called for each request to the API that is retried. */
  onRetry?: () => void
  /** Awaited before a response of the API is read, so that many at once take turns. */
  waitTurn?: () => Promise<void>
  /** Timeouts of the client that differ from the default ones. */
  timeouts?: Partial<Timeouts>
  /** How long a call may take, in seconds, in place of the default. */
  deadlineSecs?: number
  /** How calls are paid for; undefined if only by the account of a token. */
  payments?: Payments | undefined
  /** Hear of calls; undefined if nobody does. */
  observers?: readonly CallObserver[] | undefined
}

/** Creates the backend of a configuration. It connects with the first call, not at the start. */
export function createBackend(
  config: Config,
  {
    deadlineSecs,
    secrets = createServerSecrets(config),
    shared,
    payments,
    observers,
    ...hooks
  }: BackendOptions,
): Backend {
  const { target, proxies, http, maxResultTokens } = config
  let ownToken = target.mode === 'cloud' ? target.token : undefined
  const { redactor } = secrets
  const log = (line: string) => hooks.log(redactor.logLine(line))
  const queries = lateQueries(config.query, shared)
  const docs = lateDocs({ indexes: config.docs, ...proxied(proxies) })
  const connector = connectorFor(target, log, {
    ...hooks,
    redactor,
    ...proxied(proxies),
    ...(http && { connections: maxCalls(http.maxConcurrency) }),
    openPlatform: shared?.openPlatform,
  })
  const kept = keepOpen(connector, () => log(PLATFORM_ENDED))
  const connect = async (scope: Scope, credentials: Credentials) => {
    const { client, createApify, token, dataFolder } = await kept.get()
    ownToken = token
    secrets.add(token)
    return createApify(withCredentials(client, credentials), scope, {
      ...(target.mode === 'cloud' && { consoleUrl: target.consoleUrl }),
      maxResultTokens,
      tenant: credentials.owner,
      jsonShares: shared?.jsonShares,
      dataFolder,
    })
  }
  const settings = { ...settingsOf(config), ...(deadlineSecs !== undefined && { deadlineSecs }) }
  const environmentOf = (caller: CallingClient, payment?: CallPayment): CallEnvironment => {
    const credentials = credentialsOf(config, secrets, caller, payment)
    const { redactor, owner } = credentials
    return {
      ...settings,
      log: (line) => hooks.log(redactor.logLine(line)),
      secret: () => caller.token ?? ownToken,
      redactor,
      connect: (scope) => connect(scope, credentials),
      queries: queries.of(owner, redactor),
      docs: docs.of(redactor),
      ...(observers && { observers, tenant: caller.token && shortDigest(caller.token) }),
      paying: payments && { payments, environmentOf: (given) => environmentOf(caller, given) },
    }
  }
  const close = async () => void (await Promise.all([queries.close(), docs.close(), kept.close()]))
  return { ...environmentOf({}), withClient: (caller) => environmentOf(caller), close }
}

/** Returns what the operator has set for calls. */
function settingsOf({
  target,
  readOnly,
  maxRunCostUsd,
  maxResultTokens,
  confirm,
  downloadDir,
  uploadDir,
}: Config): Pick<CallEnvironment, 'settings' | 'confirm' | 'downloads' | 'uploads'> {
  return {
    settings: {
      mode: target.mode,
      readOnly,
      maxResultTokens,
      ...(maxRunCostUsd !== undefined && { maxRunCostUsd }),
    },
    confirm,
    downloads: downloadDir === undefined ? undefined : downloadsIn(downloadDir),
    uploads: uploadDir === undefined ? undefined : uploadsIn(uploadDir),
  }
}

/** Returns how to choose a proxy, if there is one at all. */
function proxied(proxies: Config['proxies']): { proxyFor?: ChooseProxy } {
  if (!proxies.http && !proxies.https) return {}
  return { proxyFor: (url) => proxyFor(url, proxies) }
}
