import type { ActorTool } from '../../tools/runs/actor-as-tool.ts'
import { actorToolName } from '../../tools/support/actor-tool/tool-name.ts'
import { nameHash } from '../../tools/support/text/distinct-names.ts'

/** An Actor that the operator named. */
export interface ActorEntry {
  name: string
  state: 'loading' | 'retrying' | 'loaded' | 'left-out'
  loaded?: ActorTool
  /** Whether the operator was told that it is missing. */
  isReported: boolean
}

/** Returns whether an Actor is one of some; all are if there are none. */
export function counts({ name }: ActorEntry, actors: ReadonlySet<string> | undefined): boolean {
  return !actors || actors.has(name)
}

export function isOpen({ state }: ActorEntry): boolean {
  return state === 'loading' || state === 'retrying'
}

/** Returns whether the tool of an Actor that was not read yet may have this name. An id tells none. */
export function mayBeNamed(actor: string, toolName: string): boolean {
  if (!/^[^/]+\/[^/]+$/.test(actor)) return true
  const possible = [actorToolName(actor), actorToolName(actor, nameHash(actor))]
  return possible.some((name) => name.toLowerCase() === toolName.toLowerCase())
}
