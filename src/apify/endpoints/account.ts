import type { z } from 'zod'
import type { Requester } from '../transport/requester.ts'
import { apiLimits, apiUser } from '../types/account-types.ts'

/** Returns the endpoints of the account. */
export function accountEndpoints(requester: Requester) {
  return {
    /** GET /v2/users/me */
    me(): Promise<z.output<typeof apiUser>> {
      return requester.data(apiUser, {
        method: 'GET',
        path: '/v2/users/me',
        resource: { kind: 'account' },
      })
    },

    /** GET /v2/users/me/limits; undefined if they cannot be read. */
    limits(): Promise<z.output<typeof apiLimits> | undefined> {
      return requester
        .data(apiLimits, {
          method: 'GET',
          path: '/v2/users/me/limits',
          resource: { kind: 'account' },
        })
        .catch(() => undefined)
    },
  }
}
