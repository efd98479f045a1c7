import type { McpUiResourceCsp } from '@modelcontextprotocol/ext-apps/app-bridge'

/** An origin as it may stand in a policy. Anything else could add directives. */
const ORIGIN = /^(?:https?|wss?):\/\/[\w.*-]+(?::\d+)?$/

/**
 * Returns the `Content-Security-Policy` of a view. Without domains it lets the view run its own inline
 * scripts and styles and show `data:` images, and nothing else. The frames that it writes itself by
 * `srcdoc` inherit the policy; `frame-src` does not concern them, since nothing is fetched for them.
 * @see https://github.com/modelcontextprotocol/ext-apps/blob/main/specification/2026-01-26/apps.mdx
 */
export function contentPolicy(csp: McpUiResourceCsp = {}): string {
  const resources = origins(csp.resourceDomains)
  const directives = {
    'default-src': ["'none'"],
    'script-src': ["'unsafe-inline'", ...resources],
    'style-src': ["'unsafe-inline'", ...resources],
    'img-src': ['data:', ...resources],
    'font-src': ['data:', ...resources],
    'media-src': ['data:', ...resources],
    'connect-src': orNone(origins(csp.connectDomains)),
    'frame-src': orNone(origins(csp.frameDomains)),
    'base-uri': orNone(origins(csp.baseUriDomains)),
    'form-action': ["'none'"],
    'object-src': ["'none'"],
  }
  return Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ')
}

function origins(domains: readonly string[] = []): string[] {
  return domains.filter((domain) => ORIGIN.test(domain))
}

function orNone(values: string[]): string[] {
  return values.length > 0 ? values : ["'none'"]
}
