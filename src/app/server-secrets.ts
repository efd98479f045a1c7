import type { Config } from '../config/config.ts'
import { secretVariables, urlSecrets } from '../config/secret-variables.ts'
import { createRedactor, type Redactor } from '../exit/redact.ts'

/** The secrets of a server, which neither its clients nor its log may show. */
export interface ServerSecrets {
  redactor: Redactor
  /** Returns a redactor that also knows the secrets of a client: its token, or a payment. */
  with(own: readonly string[]): Redactor
  /** Adds the token of the local platform, which is known when that has started. */
  add(token: string | undefined): void
}

/** Collects the secrets of a configuration, and of variables that it may leave unused. */
export function createServerSecrets(
  { target, http, proxies }: Config,
  env: Record<string, string | undefined> = process.env,
): ServerSecrets {
  const secrets = new Set([
    target.mode === 'cloud' ? target.token : undefined,
    http?.access.kind === 'key' ? http.access.key : undefined,
    ...[proxies.http, proxies.https].flatMap((proxy) => (proxy ? urlSecrets(proxy.url) : [])),
    ...secretVariables(env),
  ])
  let values = [...secrets]
  return {
    redactor: createRedactor(() => values),
    with: (own) => createRedactor(() => [...own, ...values]),
    add(token) {
      secrets.add(token)
      values = [...secrets]
    },
  }
}
