import { ToolError } from '../../src/shared/errors.ts'
import type { ActorToolList } from '../../src/tool-call/actor-tool-list.ts'
import type { Context } from '../../src/tool-call/tool.ts'

/**
 * Returns the list of tools of a call as calls may change it.
 * @throws {ToolError} if the list is the same for all
 */
export function listOf({ actorTools }: Pick<Context, 'actorTools'>): ActorToolList {
  if (actorTools) return actorTools
  throw new ToolError(
    'The list of tools of this server cannot be changed.',
    '`run_actor` runs any Actor.',
  )
}
