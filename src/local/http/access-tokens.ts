import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { ApiError } from '../api-error.ts'
import { randomToken } from '../ids.ts'

/** The tokens that this platform accepts: its owner's, and one for each run in progress. */
export class AccessTokens {
  private readonly digests = new Set<Buffer>()

  /** Creates a token, and a function that revokes it. */
  issue(): { token: string; revoke(): void } {
    const token = randomToken()
    const digest = hash(token)
    this.digests.add(digest)
    return { token, revoke: () => this.digests.delete(digest) }
  }

  /** @throws {ApiError} 401 if the request has no valid token in its header or query */
  check(request: IncomingMessage, query: URLSearchParams): void {
    const [, bearer] = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
    const token = bearer ?? query.get('token')
    if (!token) {
      const message =
        'Authentication token was not provided. Send it as "Authorization: Bearer <token>".'
      throw new ApiError(401, 'token-not-provided', message)
    }
    const digest = hash(token)
    // Compares every token, each in constant time, so that timing reveals nothing about them.
    const matches = [...this.digests].filter((known) => timingSafeEqual(known, digest))
    if (matches.length > 0) return
    const message =
      'User was not found or authentication token is not valid. Tokens change with each start of the platform: use the current one.'
    throw new ApiError(401, 'invalid-token', message)
  }
}

function hash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
