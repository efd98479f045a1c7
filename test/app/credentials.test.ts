import { describe, expect, it } from 'vitest'
import { credentialsOf } from '../../src/app/credentials.ts'
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

  it('not at all if there is one client', () => {
    expect(ownerOf(['--payments=x402'], {}, PAYMENT)).toBeUndefined()
  })
})
