import type { Config } from '../config/config.ts'
import { createRedactor, type Redactor } from '../exit/redact.ts'
import type { HttpProxy } from '../shared/http-proxy.ts'
import { percentDecoded } from '../shared/percent-decoded.ts'

/** The secrets of a server, which neither its clients nor its log may show. */
export interface ServerSecrets {
  redactor: Redactor
  /** Returns a redactor that also knows the secrets of a client: its token, or a payment. */
  with(own: readonly string[]): Redactor
  /** Adds the token of the local platform, which is known when that has started. */
  add(token: string | undefined): void
}

/** Collects the secrets of a configuration. */
export function createServerSecrets({ target, http, proxies }: Config): ServerSecrets {
  const secrets = new Set([
    target.mode === 'cloud' ? target.token : undefined,
    http?.access.kind === 'key' ? http.access.key : undefined,
    ...[proxies.http, proxies.https].flatMap(credentialsOf),
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

/** Returns the password of a proxy as its URL spells it, as text, and as it is sent. */
function credentialsOf(proxy: HttpProxy | undefined): string[] {
  if (!proxy) return []
  const { username, password } = new URL(proxy.url)
  if (password === '') return []
  const [user, plain] = [percentDecoded(username), percentDecoded(password)]
  return [password, plain, Buffer.from(`${user}:${plain}`).toString('base64')]
}
