import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { HttpConfig } from '../../config/http-flags.ts'
import type { Tenant } from './auth.ts'

/** How many characters of base64 the name in an id has, and its seal: 108 bits each. */
const PART_CHARS = 18
/** How the name in the id begins of a client that declared that it shows views. No other name has a dot. */
const WITH_VIEWS = 'v.'

/**
 * The ids that `initialize` gives out. They tell the windows of one user apart, and are sealed, so that
 * any replica knows whether one was given out without a list of them.
 */
export interface SessionIds {
  /** @param declaresViews whether the client declares that it shows views, which the id keeps */
  create(tenant: Tenant, declaresViews?: boolean): string
  /** Returns whether an id was given out to this tenant. */
  isOurs(id: string, tenant: Tenant): boolean
  /** Returns whether an id was given out to this tenant, for a client that declared that it shows views. */
  declaresViews(id: string, tenant: Tenant): boolean
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
  const isOurs = (id: string, tenant: Tenant) => {
    const nameChars = id.startsWith(WITH_VIEWS) ? WITH_VIEWS.length + PART_CHARS : PART_CHARS
    const expected = Buffer.from(sealed(id.slice(0, nameChars), tenant))
    const received = Buffer.from(id)
    return expected.length === received.length && timingSafeEqual(expected, received)
  }
  return {
    create(tenant, declaresViews = false) {
      const name = randomBytes(PART_CHARS).toString('base64url').slice(0, PART_CHARS)
      return sealed(declaresViews ? WITH_VIEWS + name : name, tenant)
    },
    isOurs,
    declaresViews: (id, tenant) => id.startsWith(WITH_VIEWS) && isOurs(id, tenant),
  }
}
