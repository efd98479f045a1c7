import type { ApifyClient } from '../apify/transport/client.ts'
import type { Config } from '../config/config.ts'
import type { Redactor } from '../exit/redact.ts'
import type { CallingClient } from '../tool-call/call-environment.ts'
import type { CallPayment } from '../tool-call/payments.ts'
import type { ServerSecrets } from './server-secrets.ts'

/** What the requests of a call are made with, and what knows it as secrets. */
export interface Credentials {
  token: string | undefined
  payment: CallPayment | undefined
  redactor: Redactor
  /** Whose calls are counted together; undefined if the server has one tenant alone. */
  owner: string | undefined
}

/** Returns a client whose requests carry the credentials. */
export function withCredentials(
  client: ApifyClient,
  { token, payment, redactor }: Credentials,
): ApifyClient {
  if (payment) return client.withPayment(payment, redactor)
  return token === undefined ? client : client.withToken(token, redactor)
}

/** Returns the credentials of a call with its own token or payment, if any. */
export function credentialsOf(
  config: Config,
  secrets: ServerSecrets,
  client: CallingClient,
  payment: CallPayment | undefined,
): Credentials {
  const { token } = client
  const redactor = redactorOf(secrets, token, payment)
  return { token, payment, redactor, owner: ownerOf(config, client, payment) }
}

function redactorOf(
  secrets: ServerSecrets,
  token: string | undefined,
  payment: CallPayment | undefined,
): Redactor {
  const own = [...(token === undefined ? [] : [token]), ...(payment?.secrets ?? [])]
  return own.length === 0 ? secrets.redactor : secrets.with(own)
}

/** The owner of calls that have neither a token nor a payment, and come from no client. */
const NOBODY = 'nobody'

function ownerOf(
  { http, payments }: Config,
  { token, network }: CallingClient,
  payment: CallPayment | undefined,
): string | undefined {
  const hasTenants = payments !== undefined && http?.access.kind === 'token'
  return hasTenants ? (payment?.owner ?? token ?? network ?? NOBODY) : token
}
