import { ApiError } from '../api-error.ts'
import { readJsonAs } from '../http/json-body.ts'
import { stream } from '../http/reply.ts'
import type { Route } from '../http/router.ts'
import { LEASE_PATH, leaseTerms } from './lease-terms.ts'
import type { Leases } from './leases.ts'

/**
 * Returns the route that attaches a server for as long as its response is open.
 * @param isOwner whether a request has the token of the platform's owner: an Actor must not keep the
 *   platform alive
 */
export function leaseRoute(leases: Leases, isOwner: (authorization: string) => boolean): Route {
  return {
    method: 'POST',
    path: LEASE_PATH,
    async handler({ message, signal }) {
      if (!isOwner(message.headers.authorization ?? '')) {
        throw new ApiError(403, 'insufficient-permissions', 'Only servers can attach.')
      }
      const lines = await leases.attach(await readJsonAs(leaseTerms, message))
      const detach = () => lines.destroy()
      signal.addEventListener('abort', detach)
      if (signal.aborted) detach()
      return stream(lines, { 'content-type': 'application/x-ndjson' })
    },
  }
}
