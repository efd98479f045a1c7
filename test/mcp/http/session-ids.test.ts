import { describe, expect, it } from 'vitest'
import { createSessionIds } from '../../../src/mcp/http/session-ids.ts'

const A = { digest: 'a', token: 'apify_api_a' }
const B = { digest: 'b', token: 'apify_api_b' }
const SHARED = { digest: 'key' }
const byToken = () => createSessionIds({ access: { kind: 'token' } }, () => undefined, 'own')
const byKey = (secret: string) =>
  createSessionIds({ access: { kind: 'key', key: 'access-key' } }, () => secret, 'own')

describe('a session id', () => {
  it('is visible ASCII of 36 characters, and never the same', () => {
    const ids = Array.from({ length: 100 }, () => byToken().create(A))
    expect(new Set(ids).size).toBe(100)
    for (const id of ids) expect(id).toMatch(/^[\w-]{36}$/)
  })

  it('keeps for its tenant that the client shows views, and nobody can add that to another', () => {
    const [plain, declared] = [byToken().create(A), byToken().create(A, true)]
    expect(declared).toMatch(/^v\.[\w-]{36}$/)
    expect(byToken().isOurs(declared, A)).toBe(true)
    expect(byToken().declaresViews(declared, A)).toBe(true)
    expect(byToken().declaresViews(declared, B)).toBe(false)
    for (const id of [plain, `v.${plain}`, `v.${plain.slice(2)}`, declared.slice(2)])
      expect(byToken().declaresViews(id, A)).toBe(false)
    for (const id of [`v.${plain}`, declared.slice(2), `v.v.${plain}`])
      expect(byToken().isOurs(id, A)).toBe(false)
  })

  it('counts on every replica for the tenant that got it', () => {
    const id = byToken().create(A)
    expect(byToken().isOurs(id, A)).toBe(true)
    expect(byToken().isOurs(id, B)).toBe(false)
    const shared = byKey('operator').create(SHARED)
    expect(byKey('operator').isOurs(shared, SHARED)).toBe(true)
    expect(byKey('another').isOurs(shared, SHARED)).toBe(false)
  })

  it('counts for each access token of the subject that got it', () => {
    const oauth = (secret: string) =>
      createSessionIds({ access: { kind: 'oauth', issuer: 'i', audience: 'a' } }, () => secret, 'x')
    const tenant = (name: string, accessToken: string) => ({
      digest: name,
      subject: { name, accessToken },
    })
    const id = oauth('operator').create(tenant('ann', 'first'))
    expect(oauth('operator').isOurs(id, tenant('ann', 'refreshed'))).toBe(true)
    expect(oauth('operator').isOurs(id, tenant('bob', 'first'))).toBe(false)
    expect(oauth('another').isOurs(id, tenant('ann', 'first'))).toBe(false)
  })

  it('counts only on its own server if there is no credential', () => {
    const [one, same, two] = ['one', 'one', 'two'].map((own) =>
      createSessionIds({ access: { kind: 'open' } }, () => undefined, own),
    )
    const id = one?.create({ digest: 'open' }) ?? ''
    expect(one?.isOurs(id, { digest: 'open' })).toBe(true)
    expect(same?.isOurs(id, { digest: 'open' })).toBe(true)
    expect(two?.isOurs(id, { digest: 'open' })).toBe(false)
  })

  it.each(['', 'mark', 'A'.repeat(36), 'A'.repeat(10_000), '漢'.repeat(36)])(
    'that was made up does not count: %s',
    (id) => {
      expect(byToken().isOurs(id, A)).toBe(false)
    },
  )

  it('does not count in part, or with more', () => {
    const id = byToken().create(A)
    for (const other of [id.slice(1), id.slice(0, -1), `${id}A`, ` ${id}`])
      expect(byToken().isOurs(other, A)).toBe(false)
  })
})
