import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import type { HttpConfig } from '../../config/http-flags.ts'
import type { Tenant } from './auth.ts'

/** How many characters of a seal an id has: 132 bits. */
const SEAL_CHARS = 22

/**
 * The ids that `initialize` gives out. They tell the windows of one user apart, and are sealed, so that
 * any replica knows whether one was given out without a list of them.
 */
export interface SessionIds {
  create(tenant: Tenant): string
  /** Returns whether an id was given out to this tenant. */
  isOurs(id: string, tenant: Tenant): boolean
}

/** @param operatorSecret returns the token of the operator, which seals ids where clients share a key */
export function createSessionIds(
  { access }: Pick<HttpConfig, 'access'>,
  operatorSecret: () => string | undefined,
): SessionIds {
  // A server without any credential is a single process.
  const ownSecret = randomBytes(32).toString('base64url')
  const keyOf = ({ token }: Tenant) =>
    token ?? (access.kind === 'key' ? `${access.key} ${operatorSecret() ?? ''}` : ownSecret)
  const seal = (name: string, tenant: Tenant) =>
    createHmac('sha256', keyOf(tenant))
      .update(`session ${name}`)
      .digest('base64url')
      .slice(0, SEAL_CHARS)
  return {
    create(tenant) {
      const name = randomUUID()
      return `${name}.${seal(name, tenant)}`
    },
    isOurs(id, tenant) {
      const [name = '', given = '', ...rest] = id.split('.')
      const [expected, received] = [Buffer.from(seal(name, tenant)), Buffer.from(given)]
      return (
        rest.length === 0 &&
        expected.length === received.length &&
        timingSafeEqual(expected, received)
      )
    },
  }
}
