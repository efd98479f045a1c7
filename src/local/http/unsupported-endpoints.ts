import { canonicalPath } from './canonical-path.ts'

const ANY = 'GET POST PUT DELETE'

/**
 * Groups of endpoints in the API's description that this platform does not support: they need an
 * account (schedules, separate webhooks) or a build system (versions; here an Actor is its folder).
 * They get 501 rather than 404 or 405, which says that the address is right. A route in the table
 * takes precedence.
 */
const FAMILIES: [methods: string, path: RegExp][] = [
  [ANY, /^\/v2\/(webhooks|webhook-dispatches|schedules)(\/|$)/],
  [ANY, /^\/v2\/browser-info$/],
  ['POST', /^\/v2\/tools\/(encode-and-sign|decode-and-verify)$/],
  ['PUT', /^\/v2\/users\/me\/limits$/],
  ['POST', /^\/v2\/actors$/],
  ['PUT DELETE', /^\/v2\/actors\/[^/]+$/],
  [ANY, /^\/v2\/actors\/[^/]+\/versions(\/|$)/],
  ['GET', /^\/v2\/(actors|actor-tasks)\/[^/]+\/webhooks$/],
  ['POST', /^\/v2\/actors\/[^/]+\/builds$/],
  ['GET', /^\/v2\/(actors\/[^/]+\/builds|actor-builds)\/[^/]+\/openapi\.json$/],
  ['POST', /^\/v2\/(actors\/[^/]+\/builds|actor-builds)\/[^/]+\/abort$/],
  ['DELETE', /^\/v2\/actor-builds\/[^/]+$/],
  // All records of a store as a ZIP archive.
  ['GET', /^\/v2\/key-value-stores\/[^/]+\/records$/],
  [
    'GET',
    /^\/v2\/(actor-runs\/[^/]+|actor(s|-tasks)\/[^/]+\/runs\/last)\/key-value-store\/records$/,
  ],
]

/** Tells whether the API documents an operation that this platform does not support. */
export function isUnsupported(method: string, path: string): boolean {
  const canonical = canonicalPath(path)
  return FAMILIES.some(
    ([methods, family]) => methods.split(' ').includes(method) && family.test(canonical),
  )
}
