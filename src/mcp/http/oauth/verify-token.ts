import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { sha256 } from '../sha256.ts'
import { grantedScopes, type Scopes } from './scopes.ts'

/** Algorithms with a public and a private key alone: nobody who knows the public one can sign. */
const ALGORITHMS = [
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
]
/** The type of access tokens (RFC 9068, section 2.1). Others, such as ID tokens, are for other purposes. */
const TYPE = 'at+jwt'
/** By how much the clocks of issuer and server may differ, in seconds. */
const CLOCK_TOLERANCE_SECS = 10

/** Whom an access token names, and what it allows. */
export interface Verified {
  /** A digest of issuer and subject, which is the same for all tokens of one subject. */
  subject: string
  scopes: Scopes
}

/** A token that is not accepted; the message says why, for the client. */
export class TokenError extends Error {
  override name = 'TokenError'
}

/**
 * Checks an access token (JWT): its type, signature, issuer, audience and times.
 * @param audiences the token must name one of them
 * @throws {TokenError} if it is not accepted
 * @throws whatever `findKey` throws that is not an error of the token
 */
export async function verifyToken(
  token: string,
  { issuer, audiences, findKey }: { issuer: string; audiences: string[]; findKey: JWTVerifyGetKey },
): Promise<Verified> {
  try {
    const { payload } = await jwtVerify(token, findKey, {
      algorithms: ALGORITHMS,
      typ: TYPE,
      issuer,
      audience: audiences,
      requiredClaims: ['exp', 'sub'],
      clockTolerance: CLOCK_TOLERANCE_SECS,
    })
    const { sub } = payload
    if (typeof sub !== 'string' || sub === '')
      throw new TokenError('The access token names no subject.')
    return {
      subject: sha256(JSON.stringify([issuer, sub])).toString('base64url'),
      scopes: grantedScopes(payload),
    }
  } catch (error) {
    throw error instanceof errors.JOSEError
      ? new TokenError(reasonOf(error, issuer, audiences))
      : error
  }
}

function reasonOf(error: errors.JOSEError, issuer: string, audiences: string[]): string {
  if (error instanceof errors.JWTExpired) return 'The access token has expired.'
  if (error instanceof errors.JWTClaimValidationFailed)
    return claimReason(error.claim, issuer, audiences)
  if (error instanceof errors.JOSEAlgNotAllowed)
    return `The access token is signed by another algorithm than ${ALGORITHMS.join(', ')}.`
  const isForged =
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSNoMatchingKey
  return isForged
    ? 'The access token is not signed by a key of the issuer.'
    : 'The bearer token is not an access token (JWT).'
}

function claimReason(claim: string, issuer: string, audiences: string[]): string {
  if (claim === 'aud') return `The access token is not for ${audiences.join(' or ')} (\`aud\`).`
  if (claim === 'iss') return `The access token is not from ${issuer} (\`iss\`).`
  if (claim === 'typ') return `The token is not of the type ${TYPE} (RFC 9068).`
  if (claim === 'nbf') return 'The access token is not valid yet.'
  // The name of a claim is one of those above that are required.
  return `The access token lacks \`${claim}\`, or it is not valid.`
}
