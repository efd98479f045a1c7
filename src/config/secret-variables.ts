import { percentDecoded } from '../shared/percent-decoded.ts'

/** The variables of OpenTelemetry with the headers that a collector gets, for all signals or for one. */
const HEADERS = /^OTEL_EXPORTER_OTLP_(?:[A-Z]+_)?HEADERS$/i
/** Those with its address, which may hold a password. */
const ENDPOINT = /^OTEL_EXPORTER_OTLP_(?:[A-Z]+_)?ENDPOINT$/i
/** Names of headers that hold a credential, such as `authorization`, `x-api-key` or `x-honeycomb-team`. */
const SECRET_NAME = /auth|key|token|secret|password|cookie|credential|dsn|team/i

/**
 * Returns the secrets in variables that a configuration may leave unused: what stands in them must not be shown
 * even then.
 */
export function secretVariables(env: Record<string, string | undefined>): string[] {
  return Object.entries(env).flatMap(([name, value = '']) => {
    if (name.toUpperCase() === 'MCP_ACCESS_KEY') return [value.trim()]
    if (HEADERS.test(name)) return value.split(',').flatMap(headerSecrets)
    return ENDPOINT.test(name) ? urlSecrets(value.trim()) : []
  })
}

/** Returns the password of a URL as the URL spells it, as text, and as it is sent. */
export function urlSecrets(url: string): string[] {
  if (!URL.canParse(url)) return []
  const { username, password } = new URL(url)
  if (password === '') return []
  const [user, plain] = [percentDecoded(username), percentDecoded(password)]
  return [password, plain, Buffer.from(`${user}:${plain}`).toString('base64')]
}

/** Returns what is secret in a header (`name=value`), as it is written and as it is sent, with and without a scheme. */
function headerSecrets(header: string): string[] {
  const [, name = '', written = ''] = /^([^=]*)=(.*)$/s.exec(header) ?? []
  const value = written.trim()
  const sent = percentDecoded(value)
  // Other values, such as the name of a project, are words that data may have too.
  if (!SECRET_NAME.test(name) && !/^(?=.*\d)\S{16,}$/.test(sent)) return []
  const [, credential = sent] = /^(?:Basic|Bearer|Api-?Key|Token)\s+(\S+)$/i.exec(sent) ?? []
  return [...new Set([value, sent, credential])]
}
