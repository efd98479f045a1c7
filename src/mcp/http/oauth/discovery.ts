import type { JSONWebKeySet } from 'jose'
import { z } from 'zod'
import { isLoopback } from '../../../config/http-names.ts'

/**
 * Reads a JSON document of the issuer. Returns undefined if the answer is something else.
 * @throws {Error} that says for the operator why there is no answer
 */
export type ReadDocument = (url: string) => Promise<unknown>

const metadata = z.object({ issuer: z.string(), jwks_uri: z.string() })
const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) })

/**
 * Reads the public keys of an issuer, which its metadata lead to.
 * @throws {Error} that says for the operator what is wrong
 */
export async function readKeySet(issuer: string, read: ReadDocument): Promise<JSONWebKeySet> {
  const url = await findKeySet(issuer, read)
  const { data } = keySet.safeParse(await read(url))
  if (data) return data
  throw new Error(`${url} is not a key set (JWKS).`)
}

async function findKeySet(issuer: string, read: ReadDocument): Promise<string> {
  let otherIssuer: string | undefined
  for (const url of metadataUrls(issuer)) {
    const { data } = metadata.safeParse(await read(url))
    // RFC 8414, section 3.3: metadata of another issuer must not be used.
    if (data?.issuer === issuer) return checkedUrl(data.jwks_uri, issuer)
    otherIssuer ??= data?.issuer
  }
  throw new Error(
    otherIssuer === undefined
      ? `${issuer} answers with no metadata: neither of OAuth (RFC 8414) nor of OpenID.`
      : `The metadata of ${issuer} name another issuer, ${JSON.stringify(otherIssuer.slice(0, 200))}. --oauth-issuer must spell it like that.`,
  )
}

/** Returns where the metadata may be: by RFC 8414, section 3, and by OpenID Connect Discovery. */
function metadataUrls(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer)
  const path = pathname.replace(/\/+$/, '')
  return [
    ...new Set([
      `${origin}/.well-known/oauth-authorization-server${path}`,
      `${origin}/.well-known/openid-configuration${path}`,
      `${origin}${path}/.well-known/openid-configuration`,
    ]),
  ]
}

/** @throws {Error} if others could change the keys on their way */
function checkedUrl(text: string, issuer: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isLocal = isLoopback(new URL(issuer).hostname) && isLoopback(url?.hostname ?? '')
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal)) return url.href
  throw new Error(`The jwks_uri of ${issuer} is not an https URL.`)
}
