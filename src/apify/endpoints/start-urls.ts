import { ToolError } from '../../shared/errors.ts'

/** Apify's own hosts: the API, Console, and Actors in Standby mode, which a request starts. */
const APIFY_HOSTS = /(?:^|\.)apify\.(?:com|actor)$/

/** What means this machine, before a port. */
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:7f\w\w:\w+\])(?=:|$)/

/** Returns one spelling of a host with its port, as `URL` writes it. */
function plainHost(host: string): string {
  return host.replace(/\.(?=:|$)/, '').replace(LOOPBACK, 'localhost')
}

/**
 * Refuses a URL of Apify for a webhook: a POST to it can start a run that nobody has checked.
 * @param apiHost the host of the API that the server uses, with its port
 * @throws {ToolError} if it is one
 */
export function refuseStartUrl(url: string | null | undefined, apiHost: string): void {
  if (!url || !URL.canParse(url)) return
  const { host, hostname } = new URL(url)
  if (!APIFY_HOSTS.test(hostname.replace(/\.$/, '')) && plainHost(host) !== plainHost(apiHost))
    return
  throw new ToolError(
    `A webhook to ${hostname} can start runs, and this server limits what may run (--allow-actors, --deny-actors, --max-total-cost-usd, --max-runs), so nothing was done.`,
    'Give a URL that is not of Apify.',
  )
}
