import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { HttpConfig } from '../../config/http-flags.ts'
import type { Tenant } from './auth.ts'

/** How many characters of base64 the name in an id has, and its seal: 108 bits each. */
const PART_CHARS = 18

/**
 * The ids that `initialize` gives out. They tell the windows of one user apart, and are sealed, so that
 * any replica knows whether one was given out without a list of them.
 */
export interface SessionIds {
  create(tenant: Tenant): string
  /** Returns whether an id was given out to this tenant. */
  isOurs(id: string, tenant: Tenant): boolean
}

/**
 * @param operatorSecret returns the token of the operator, which seals ids where clients share a key
 * @param ownSecret seals the ids of a server without any credential; each process of it has the same
 */
export function createSessionIds(
  { access }: Pick<HttpConfig, 'access'>,
  operatorSecret: () => string | undefined,
  ownSecret: string,
): SessionIds {
  const keyOf = ({ token, subject }: Tenant) => {
    if (token !== undefined) return token
    if (subject) return `${subject.name} ${operatorSecret() ?? ''}`
    return access.kind === 'key' ? `${access.key} ${operatorSecret() ?? ''}` : ownSecret
  }
  const sealed = (name: string, tenant: Tenant) => {
    const seal = createHmac('sha256', keyOf(tenant)).update(`session ${name}`).digest('base64url')
    return name + seal.slice(0, PART_CHARS)
  }
  return {
    create: (tenant) =>
      sealed(randomBytes(PART_CHARS).toString('base64url').slice(0, PART_CHARS), tenant),
    isOurs(id, tenant) {
      const expected = Buffer.from(sealed(id.slice(0, PART_CHARS), tenant))
      const received = Buffer.from(id)
      return expected.length === received.length && timingSafeEqual(expected, received)
    },
  }
}
