import { canonicalPath } from './canonical-path.ts'

const ANY = 'GET POST PUT DELETE'

/**
 * Families of documented endpoints that this platform does not serve, from the API's own
 * description: what needs an account (schedules, webhooks of their own), or a build system
 * (versions; an Actor is its folder as it is). A request to one is answered 501 instead of 404 or
 * 405, so that its sender knows that the address is right. A route in the table takes precedence.
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

/** Whether the API documents an operation that this platform does not serve. */
export function isUnserved(method: string, path: string): boolean {
  const canonical = canonicalPath(path)
  return FAMILIES.some(
    ([methods, family]) => methods.split(' ').includes(method) && family.test(canonical),
  )
}
