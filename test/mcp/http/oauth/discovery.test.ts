import { describe, expect, it } from 'vitest'
import { readKeySet } from '../../../../src/mcp/http/oauth/discovery.ts'

const KEYS = { keys: [{ kty: 'EC', kid: 'a' }] }

/** Reads the keys of an issuer whose documents are these, by URL. */
async function discover(issuer: string, documents: Record<string, unknown>) {
  const asked: string[] = []
  const read = async (url: string) => {
    asked.push(url)
    return documents[url]
  }
  const keys = await readKeySet(issuer, read)
  return { keys, asked }
}

const metadata = (issuer: string, jwks_uri = 'https://auth.example/keys') => ({ issuer, jwks_uri })

describe('the keys of an issuer', () => {
  it.each([
    ['https://auth.example', 'https://auth.example/.well-known/oauth-authorization-server'],
    ['https://auth.example/', 'https://auth.example/.well-known/oauth-authorization-server'],
    ['https://auth.example', 'https://auth.example/.well-known/openid-configuration'],
    ['https://auth.example/a', 'https://auth.example/.well-known/oauth-authorization-server/a'],
    ['https://auth.example/a/', 'https://auth.example/.well-known/openid-configuration/a'],
    ['https://auth.example/a/b', 'https://auth.example/a/b/.well-known/openid-configuration'],
  ])('of %s are found by %s', async (issuer, url) => {
    const { keys } = await discover(issuer, {
      [url]: metadata(issuer),
      'https://auth.example/keys': KEYS,
    })
    expect(keys).toEqual(KEYS)
  })

  it('are found if the first metadata are those of another issuer', async () => {
    const issuer = 'https://auth.example/a'
    const { asked } = await discover(issuer, {
      'https://auth.example/.well-known/oauth-authorization-server/a':
        metadata('https://b.example'),
      'https://auth.example/a/.well-known/openid-configuration': metadata(issuer),
      'https://auth.example/keys': KEYS,
    })
    expect(asked.at(-1)).toBe('https://auth.example/keys')
  })

  it.each<[documents: Record<string, unknown>, message: string]>([
    [{}, 'https://auth.example answers with no metadata'],
    [{ metadata: 'text' }, 'answers with no metadata'],
    [{ metadata: { issuer: 'https://auth.example' } }, 'answers with no metadata'],
    [
      { metadata: metadata('https://auth.example/') },
      'another issuer, "https://auth.example/". --oauth-issuer must spell it like that.',
    ],
    [
      { metadata: metadata('https://auth.example', 'http://auth.example/keys') },
      'is not an https URL',
    ],
    [
      { metadata: metadata('https://auth.example', 'http://127.0.0.1/keys') },
      'is not an https URL',
    ],
    [{ metadata: metadata('https://auth.example', 'keys') }, 'is not an https URL'],
    [{ metadata: metadata('https://auth.example') }, 'https://auth.example/keys is not a key set'],
    [{ metadata: metadata('https://auth.example'), keys: { keys: 'none' } }, 'is not a key set'],
  ])('are missing with %j', async ({ metadata, keys }, message) => {
    const documents = {
      'https://auth.example/.well-known/oauth-authorization-server': metadata,
      'https://auth.example/keys': keys,
    }
    await expect(discover('https://auth.example', documents)).rejects.toThrow(message)
  })
})
