import { jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { IssuerUnavailable, KeySet } from '../../../../src/mcp/http/oauth/key-set.ts'
import { createPair, type Issuer, startIssuer } from '../../../support/issuer.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

/** Returns the keys of an issuer on a clock of their own. */
function keysOf(issuer: Issuer) {
  const clock = { now: 0 }
  const lines: string[] = []
  const keySet = new KeySet({
    issuer: issuer.url,
    read: async (url) => (await fetch(url)).json(),
    log: (line) => lines.push(line),
    now: () => clock.now,
  })
  /** Checks a new token. */
  const check = async (parts: Parameters<Issuer['sign']>[1] = {}) =>
    void (await jwtVerify(await issuer.sign('a', parts), keySet.find))
  return { clock, lines, keySet, check }
}

const reads = ({ requests }: Issuer) => requests.filter((url) => url === '/keys').length

describe('the keys of an issuer', () => {
  it('are read once for many tokens', async () => {
    const issuer = await startIssuer()
    const { check, keySet } = keysOf(issuer)
    keySet.prepare()
    await Promise.all([check(), check(), check()])
    await check()
    expect(reads(issuer)).toBe(1)
  })

  it('are read again after ten minutes, so that a key which was withdrawn counts no more', async () => {
    const issuer = await startIssuer()
    const { check, clock } = keysOf(issuer)
    const [old] = issuer.pairs()
    await check()
    await issuer.rotate()
    clock.now = 10 * MINUTE
    await check(old ? { pair: old } : {})
    clock.now += 1
    await expect(check(old ? { pair: old } : {})).rejects.toThrow('no applicable key found')
    await check()
  })

  it('are read again for a token with a new key', async () => {
    const issuer = await startIssuer()
    const { check } = keysOf(issuer)
    await check()
    await issuer.rotate()
    await check()
    expect(reads(issuer)).toBe(2)
  })

  it('are read five times in a row at most for keys that nobody has', async () => {
    const issuer = await startIssuer()
    const { check, clock } = keysOf(issuer)
    const pair = await createPair('unknown')
    for (let i = 0; i < 20; i++) await expect(check({ pair })).rejects.toThrow('no applicable key')
    expect(reads(issuer)).toBe(5)
    clock.now = 10 * SECOND
    for (let i = 0; i < 5; i++) await expect(check({ pair })).rejects.toThrow('no applicable key')
    expect(reads(issuer)).toBe(6)
    await check()
  })
})

describe('an issuer that cannot be reached', () => {
  it('is tried again, and noted once', async () => {
    const issuer = await startIssuer()
    const { check, lines, clock } = keysOf(issuer)
    issuer.stop()
    for (let i = 0; i < 20; i++) await expect(check()).rejects.toThrow(IssuerUnavailable)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/^--oauth-issuer: its keys cannot be read\. .*clients get 503\.$/)
    issuer.restart()
    clock.now = 10 * SECOND
    await check()
    expect(lines[1]).toBe('--oauth-issuer: its keys are known again.')
  })

  it('does not matter for an hour after its keys were read', async () => {
    const issuer = await startIssuer()
    const { check, clock, lines } = keysOf(issuer)
    await check()
    issuer.stop()
    clock.now = 60 * MINUTE
    await check()
    expect(lines[0]).toContain('Those that were read before count for an hour.')
    clock.now += 1
    await expect(check()).rejects.toThrow(IssuerUnavailable)
  })
})
