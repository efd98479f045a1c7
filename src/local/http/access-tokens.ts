import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { ApiError } from '../api-error.ts'
import { randomToken } from '../ids.ts'

/** The tokens that open this platform: its owner's, and one for each run while it lives. */
export class AccessTokens {
  private readonly digests = new Set<Buffer>()

  /** Makes a token, and a function that makes it worthless again. */
  issue(): { token: string; revoke(): void } {
    const token = randomToken()
    const digest = hash(token)
    this.digests.add(digest)
    return { token, revoke: () => this.digests.delete(digest) }
  }

  /** @throws {ApiError} 401 unless the request carries a valid token in its header or query */
  check(request: IncomingMessage, query: URLSearchParams): void {
    const [, bearer] = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
    const token = bearer ?? query.get('token')
    if (!token) {
      const message =
        'Authentication token was not provided. Send it as "Authorization: Bearer <token>".'
      throw new ApiError(401, 'token-not-provided', message)
    }
    const digest = hash(token)
    // Every token is compared, and in constant time, so that timing tells nothing about them.
    const matches = [...this.digests].filter((known) => timingSafeEqual(known, digest))
    if (matches.length > 0) return
    const message =
      'User was not found or authentication token is not valid. Use the token of this start.'
    throw new ApiError(401, 'invalid-token', message)
  }
}

function hash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
