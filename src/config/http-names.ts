import { isIP } from 'node:net'
import { readList } from './flag-parser.ts'
import { UsageError } from './usage-error.ts'

/** The names that mean this machine. */
export const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]']

/** Returns whether only this machine reaches an address to listen on. */
export function isLoopback(host: string): boolean {
  if (isIP(host) === 4) return host.startsWith('127.')
  return host === 'localhost' || host === '::1' || host === '[::1]'
}

/**
 * Returns the names of `--allowed-hosts`, in lower case; undefined if it is not given.
 * @throws {UsageError} if one is not a host name
 */
export function readAllowedHosts(flags: Map<string, string>): string[] | undefined {
  return readList(flags, 'allowed-hosts')?.map((name) => {
    const url = URL.canParse(`http://${name}`) ? new URL(`http://${name}`) : undefined
    if (url?.hostname && url.host === name.toLowerCase().replace(/:80$/, '')) return url.hostname
    throw new UsageError(
      `--allowed-hosts takes host names, not ${JSON.stringify(name)}.`,
      'Write names such as mcp.example.com, separated by commas.',
    )
  })
}

/**
 * Returns an origin of `--allowed-origins` as browsers write it.
 * @throws {UsageError} if it is not an origin
 */
export function parseOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href) return url.origin
  throw new UsageError(
    `--allowed-origins takes origins, not ${JSON.stringify(text)}.`,
    'Write each as https://app.example.com, without a path.',
  )
}
