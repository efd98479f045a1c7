import { describe, expect, it } from 'vitest'
import { credentialsOf, sealSecretOf } from '../../src/app/credentials.ts'
import { createServerSecrets } from '../../src/app/server-secrets.ts'
import { readConfig } from '../../src/config/config.ts'
import { createX402 } from '../../src/payments/x402.ts'
import runActor from '../../tools/runs/run_actor.ts'
import { payment } from '../support/fake-apify/payments.ts'
import { paid } from '../support/paying-server.ts'

const PAYMENT = createX402({ maxRunCostUsd: undefined, log: () => {} }).take({
  tool: runActor,
  args: {},
  meta: paid(payment()),
  hasToken: false,
}).payment

describe('calls are counted', () => {
  const ownerOf = (flags: string[], client: object, given?: typeof PAYMENT) => {
    const config = readConfig(flags, {})
    return credentialsOf(config, createServerSecrets(config), client, given).owner
  }
  const HTTP = ['--http', '--payments=x402']

  it.each([
    ['by payment, whoever sends it', { network: 'a', token: 't' }, PAYMENT, PAYMENT?.owner],
    ['by token', { token: 't' }, undefined, 't'],
    ['by network without both', { network: '203.0.113.7' }, undefined, '203.0.113.7'],
    ['together if no client makes them', {}, undefined, 'nobody'],
  ])('%s', (_, client, given, owner) => {
    expect(ownerOf(HTTP, client, given)).toBe(owner)
  })

  it('by the subject of access tokens, whichever of them it sends', () => {
    const env = { APIFY_TOKEN: 'apify_api_of_the_server' }
    const flags = ['--http', '--shared-token', '--oauth-issuer=https://auth.example']
    const config = readConfig(flags, env)
    const credentials = ['first', 'refreshed'].map((text) => {
      const subject = { name: 'ann', accessToken: `${text}.access.token` }
      return credentialsOf(config, createServerSecrets(config), { subject }, undefined)
    })
    expect(credentials.map(({ owner }) => owner)).toEqual(['ann', 'ann'])
    // Requests are made with the token of the server.
    expect(credentials.map(({ token }) => token)).toEqual([undefined, undefined])
    expect(credentials[1]?.redactor.text('a refreshed.access.token')).toBe('a [redacted]')
  })

  it('not at all if there is one client', () => {
    expect(ownerOf(['--payments=x402'], {}, PAYMENT)).toBeUndefined()
  })
})

describe('ids and questions are sealed', () => {
  const subject = (name: string, accessToken = 'a') => ({ subject: { name, accessToken } })

  it('by the token that calls are made with', () => {
    expect(sealSecretOf({ token: 'own' }, 'server')).toBe('own')
    expect(sealSecretOf({}, 'server')).toBe('server')
    expect(sealSecretOf(subject('ann'), undefined)).toBeUndefined()
  })

  it('for each subject by another secret, from which nobody learns that token', () => {
    const [ann, again, bob] = [subject('ann'), subject('ann', 'b'), subject('bob')].map((client) =>
      sealSecretOf(client, 'server'),
    )
    expect(again).toBe(ann)
    expect(bob).not.toBe(ann)
    expect(sealSecretOf(subject('ann'), 'other')).not.toBe(ann)
    expect(ann).not.toContain('server')
  })
})
