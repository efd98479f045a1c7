/**
 * Families of documented endpoints that this platform does not serve yet, from the API's own
 * description. A request to one is answered 501 instead of 404, so that its sender knows that the
 * address is right. A route in the table takes precedence over its family here.
 */
const FAMILIES = [
  /^\/v2\/(request-queues|actor-tasks|actor-builds|webhooks|webhook-dispatches|schedules)(\/|$)/,
  /^\/v2\/(store|browser-info|tools\/encode-and-sign|tools\/decode-and-verify)$/,
  /^\/v2\/users\/me\/usage\/monthly$/,
  /^\/v2\/act(s|ors)\/[^/]+\/(versions|webhooks|builds|run-sync|validate-input)/,
  /^\/v2\/act(s|ors)\/[^/]+\/runs\/[^/]+\/(resurrect|metamorph|reboot|request-queue|dataset|key-value-store|log|abort)/,
  /^\/v2\/actor-runs\/[^/]+\/(request-queue|metamorph|reboot|resurrect|charge)/,
  /^\/v2\/(datasets\/[^/]+|actor-runs\/[^/]+\/dataset)\/statistics$/,
  /^\/v2\/(key-value-stores\/[^/]+|actor-runs\/[^/]+\/key-value-store)\/records$/,
]

/** Whether the API documents an endpoint at this path. */
export function isUnserved(path: string): boolean {
  return FAMILIES.some((family) => family.test(path))
}
