import { createHmac } from 'node:crypto'
import type { ApifyClient } from '../apify/transport/client.ts'
import type { Config } from '../config/config.ts'
import type { Redactor } from '../exit/redact.ts'
import { SHORT_DIGEST_CHARS, shortDigest } from '../mcp/http/sha256.ts'
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
  const redactor = redactorOf(secrets, client, payment)
  return { token, payment, redactor, owner: ownerOf(config, client, payment) }
}

function redactorOf(
  secrets: ServerSecrets,
  { token, subject }: CallingClient,
  payment: CallPayment | undefined,
): Redactor {
  const tokens = [token, subject?.accessToken].filter((each) => each !== undefined)
  const own = [...tokens, ...(payment?.secrets ?? [])]
  return own.length === 0 ? secrets.redactor : secrets.with(own)
}

/** The owner of calls that have neither a token nor a payment, and come from no client. */
const NOBODY = 'nobody'

function ownerOf(
  { http, payments }: Config,
  { token, network, subject }: CallingClient,
  payment: CallPayment | undefined,
): string | undefined {
  const hasTenants = payments !== undefined && http?.access.kind === 'token'
  return hasTenants ? (payment?.owner ?? token ?? network ?? NOBODY) : (token ?? subject?.name)
}

/**
 * Returns what seals the questions and ids of a client, see `CallEnvironment.secret`.
 * @param ownToken the token of the server; undefined if it has none
 */
export function sealSecretOf(
  { token, subject }: CallingClient,
  ownToken: string | undefined,
): string | undefined {
  if (!subject || ownToken === undefined) return token ?? ownToken
  return createHmac('sha256', ownToken).update(`subject ${subject.name}`).digest('base64url')
}

/** Returns by which name logs know a client; undefined if its credential is that of all. */
export function tenantName({ token, subject }: CallingClient): string | undefined {
  return token === undefined ? subject?.name.slice(0, SHORT_DIGEST_CHARS) : shortDigest(token)
}
