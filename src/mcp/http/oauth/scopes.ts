import type { Tool } from '../../../tool-call/tool.ts'
import { type Narrowing, narrowingOf } from '../../access/narrowing.ts'

/** What an access token may allow: to read, to spend, to change data. The last two include reading. */
const SCOPES = ['apify:read', 'apify:run', 'apify:write'] as const

export type Scope = (typeof SCOPES)[number]
export type Scopes = ReadonlySet<Scope>

/** The properties of a tool that decide which scopes it needs. */
type Scoped = Pick<Tool, 'annotations' | 'payment'> & {
  confirm?: Pick<NonNullable<Tool['confirm']>, 'kind'>
}

/**
 * Returns the scopes that calls of a tool need, all of them. What is paid and changes data as well, such as a
 * schedule, needs two.
 */
export function neededScopes({ annotations, payment, confirm }: Scoped): Scope[] {
  if (annotations.readOnlyHint) return ['apify:read']
  if (payment !== undefined) return ['apify:run']
  return confirm?.kind === 'paid' ? ['apify:run', 'apify:write'] : ['apify:write']
}

/** Returns whether scopes allow calls of a tool. To end a run, it is enough to be allowed to change data. */
export function scopesAllow(tool: Scoped, scopes: Scopes): boolean {
  if (scopes.size > 0 && tool.annotations.readOnlyHint) return true
  if (tool.payment === 'reads' && scopes.has('apify:write')) return true
  return neededScopes(tool).every((scope) => scopes.has(scope))
}

/** Returns how much of what is offered scopes allow. The tools of Actors start runs, all of them. */
export function scopeNarrowing(
  scopes: Scopes,
  tools: readonly (Scoped & Pick<Tool, 'name'>)[],
): Narrowing {
  const allowed = tools.filter((tool) => scopesAllow(tool, scopes))
  return narrowingOf({
    tools: new Set(allowed.map(({ name }) => name)),
    actors: scopes.has('apify:run') ? undefined : new Set(),
  })
}

/** Returns the scopes in the order of `SCOPES`, each once. */
export function inOrder(scopes: Iterable<Scope>): Scope[] {
  const given = new Set(scopes)
  return SCOPES.filter((scope) => given.has(scope))
}

/**
 * Returns what an access token allows: `scope` is a text with blanks (RFC 9068, section 2.2.3); some issuers
 * write a list, or call it `scp`. Other scopes are left out.
 */
export function grantedScopes({ scope, scp }: Readonly<Record<string, unknown>>): Set<Scope> {
  const granted = [scope, scp]
    .flat()
    .flatMap((each) => (typeof each === 'string' ? each.split(' ') : []))
  return new Set(SCOPES.filter((each) => granted.includes(each)))
}
