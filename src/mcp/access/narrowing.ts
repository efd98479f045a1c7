import type { CallEnvironment } from '../../tool-call/call-environment.ts'
import type { Tool } from '../../tool-call/tool.ts'

/** How much of what the server offers one request may use: never more than the operator allows. */
export interface Narrowing {
  /** Names of the server's own tools that are left; undefined if all of them are. */
  tools: ReadonlySet<string> | undefined
  /** Actors, as `--actor-tools` names them, whose tools are left; undefined if all of them are. */
  actors: ReadonlySet<string> | undefined
  /** Whether only tools that change nothing are left. */
  readOnly: boolean
  /** The budget of one result, in tokens; undefined for that of the server. */
  maxResultTokens: number | undefined
  /**
   * Whether something beside the address and the credentials has decided, such as a header. Nobody may
   * keep such a list, since caches know nothing of that.
   */
  isUnkeyed: boolean
}

/** Leaves everything. */
const ALL: Narrowing = {
  tools: undefined,
  actors: undefined,
  readOnly: false,
  maxResultTokens: undefined,
  isUnkeyed: false,
}

/** Returns a narrowing that leaves everything but what `parts` says. */
export function narrowingOf(parts: Partial<Narrowing>): Narrowing {
  return { ...ALL, ...parts }
}

/** Returns what both leave; undefined if neither narrows anything. */
export function intersectNarrowings(
  one: Narrowing | undefined,
  other: Narrowing | undefined,
): Narrowing | undefined {
  if (!one || !other) return one ?? other
  return {
    tools: inBoth(one.tools, other.tools),
    actors: inBoth(one.actors, other.actors),
    readOnly: one.readOnly || other.readOnly,
    maxResultTokens: least(one.maxResultTokens, other.maxResultTokens),
    isUnkeyed: one.isUnkeyed || other.isUnkeyed,
  }
}

function inBoth(
  one: ReadonlySet<string> | undefined,
  other: ReadonlySet<string> | undefined,
): ReadonlySet<string> | undefined {
  if (!one || !other) return one ?? other
  return new Set([...one].filter((name) => other.has(name)))
}

function least(one = Number.POSITIVE_INFINITY, other = Number.POSITIVE_INFINITY) {
  const budget = Math.min(one, other)
  return Number.isFinite(budget) ? budget : undefined
}

/** Returns those of the server's own tools that are left. */
export function narrowTools<T extends Pick<Tool, 'name' | 'annotations'>>(
  offered: readonly T[],
  { tools, readOnly }: Narrowing,
): T[] {
  return offered.filter(
    ({ name, annotations }) =>
      (!tools || tools.has(name)) && (!readOnly || annotations.readOnlyHint),
  )
}

/**
 * Returns the Actors whose tools are left; undefined if all are. Their tools start runs, so a request that
 * may change nothing has none.
 */
export function narrowActors({ actors, readOnly }: Narrowing): ReadonlySet<string> | undefined {
  return readOnly ? new Set() : actors
}

/** Returns the environment of calls whose settings are narrowed. */
export function narrowEnvironment(
  environment: CallEnvironment,
  narrowing: Narrowing | undefined,
): CallEnvironment {
  if (!narrowing) return environment
  const { settings, paying } = environment
  const { readOnly, maxResultTokens = settings.maxResultTokens } = narrowing
  return {
    ...environment,
    settings: {
      ...settings,
      readOnly: settings.readOnly || readOnly,
      maxResultTokens: Math.min(settings.maxResultTokens, maxResultTokens),
    },
    paying: paying && {
      ...paying,
      environmentOf: (payment) => narrowEnvironment(paying.environmentOf(payment), narrowing),
    },
  }
}
