import type { Scope } from '../apify/transport/request.ts'
import type { Timeouts } from '../apify/transport/timeouts.ts'
import { maxCalls } from '../config/concurrency.ts'
import type { Config } from '../config/config.ts'
import { proxyFor } from '../config/proxies.ts'
import type { ChooseProxy } from '../shared/http-proxy.ts'
import type { StartLimits } from '../shared/start-limits.ts'
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
import {
  type Credentials,
  credentialsOf,
  sealSecretOf,
  tenantName,
  withCredentials,
} from './credentials.ts'
import { keepOpen } from './keep-open.ts'
import { lateDocs } from './late-docs.ts'
import { lateQueries } from './late-queries.ts'
import { createServerSecrets, type ServerSecrets } from './server-secrets.ts'
import type { SharedWork } from './shared-work.ts'
import { createLedger, startLimits } from './start-limits.ts'

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
  { deadlineSecs, secrets = createServerSecrets(config), ...given }: BackendOptions,
): Backend {
  const { shared, payments, observers, ...hooks } = given
  const { target, proxies, maxResultTokens } = config
  let ownToken = target.mode === 'cloud' ? target.token : undefined
  const { redactor } = secrets
  const log = (line: string) => hooks.log(redactor.logLine(line))
  const queries = lateQueries(config.query, shared)
  const docs = lateDocs({ indexes: config.docs, ...proxied(proxies) })
  const kept = wayToApi(config, log, { ...hooks, redactor, openPlatform: shared?.openPlatform })
  const limitsOf = startLimits(config, shared ? shared.ledger : createLedger(config))
  const connect = async (scope: Scope, credentials: Credentials, limits?: StartLimits) => {
    const { client, createApify, token, dataFolder } = await kept.get()
    ownToken = token
    secrets.add(token)
    return createApify(withCredentials(client, credentials), scope, {
      maxResultTokens,
      tenant: credentials.owner,
      jsonShares: shared?.jsonShares,
      dataFolder,
      limits,
      ...(target.mode === 'cloud' && { consoleUrl: target.consoleUrl }),
    })
  }
  const settings = { ...settingsOf(config), ...(deadlineSecs !== undefined && { deadlineSecs }) }
  const environmentOf = (caller: CallingClient, payment?: CallPayment): CallEnvironment => {
    const credentials = credentialsOf(config, secrets, caller, payment)
    const { redactor, owner } = credentials
    const limits = limitsOf(caller, payment)
    return {
      log: (line) => hooks.log(redactor.logLine(line)),
      secret: () => sealSecretOf(caller, ownToken),
      sharesAccount: caller.subject !== undefined,
      redactor,
      connect: (scope) => connect(scope, credentials, limits),
      budget: limits?.budget,
      queries: queries.of(owner, redactor),
      docs: docs.of(redactor),
      ...(observers && { observers, tenant: tenantName(caller) }),
      paying: payments && { payments, environmentOf: (given) => environmentOf(caller, given) },
      // Behind the others, since Node 20 takes a microsecond for each field that follows a spread object.
      ...settings,
    }
  }
  const close = async () => void (await Promise.all([queries.close(), docs.close(), kept.close()]))
  return { ...environmentOf({}), withClient: (caller) => environmentOf(caller), close }
}

/** Returns the way to the API. It opens with the first call, and again if the local platform has ended. */
function wayToApi(
  config: Config,
  log: (line: string) => void,
  options: Parameters<typeof connectorFor>[2],
) {
  const connections = { ...proxied(config.proxies), ...pooled(config) }
  const connector = connectorFor(config.target, log, { ...options, ...connections })
  return keepOpen(connector, () => log(PLATFORM_ENDED))
}

/** Returns what the operator has set for calls. */
function settingsOf({
  target,
  readOnly,
  maxRunCostUsd,
  governance: { allowActors, denyActors, maxTotalCostUsd },
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
      // Local runs cost nothing.
      ...(target.mode === 'cloud' && maxTotalCostUsd !== undefined && { maxTotalCostUsd }),
      ...(allowActors && { allowActors }),
      ...(denyActors.length > 0 && { denyActors }),
    },
    confirm,
    downloads: downloadDir === undefined ? undefined : downloadsIn(downloadDir),
    uploads: uploadDir === undefined ? undefined : uploadsIn(uploadDir),
  }
}

/** Returns how many connections there may be, if there are many clients. */
function pooled({ http }: Config): { connections?: number } {
  return http ? { connections: maxCalls(http.maxConcurrency) } : {}
}

/** Returns how to choose a proxy, if there is one at all. */
/** Returns the option that chooses a proxy, if there is one. */
export function proxied(proxies: Config['proxies']): { proxyFor?: ChooseProxy } {
  if (!proxies.http && !proxies.https) return {}
  return { proxyFor: (url) => proxyFor(url, proxies) }
}
