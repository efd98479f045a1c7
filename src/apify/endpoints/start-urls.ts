import { ToolError } from '../../shared/errors.ts'

/** Apify's own hosts: the API, Console, and Actors in Standby mode, which a request starts. */
const APIFY_HOSTS = /(?:^|\.)apify\.(?:com|actor)$/

/**
 * Refuses a URL of Apify for a webhook: a POST to it can start a run that nobody has checked.
 * @param apiHost the host of the API that the server uses, with its port
 * @throws {ToolError} if it is one
 */
export function refuseStartUrl(url: string | null | undefined, apiHost: string): void {
  if (!url || !URL.canParse(url)) return
  const { host, hostname } = new URL(url)
  if (!APIFY_HOSTS.test(hostname.replace(/\.$/, '')) && host !== apiHost) return
  throw new ToolError(
    `A webhook to ${hostname} can start runs, and this server limits what may run (--allow-actors, --deny-actors, --max-total-cost-usd, --max-runs), so nothing was done.`,
    'Give a URL that is not of Apify.',
  )
}
