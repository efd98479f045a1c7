import type { ActorToolList } from '../../tool-call/actor-tool-list.ts'
import type { Era } from '../channel.ts'
import type { LateTools } from '../late-tools.ts'
import {
  createRequestHandlers,
  type OwnHandlers,
  type RequestHandlers,
} from '../request-handlers.ts'
import type { ToolListOptions } from '../tool-list.ts'

/** Returns the handlers of an era. */
export type HandlersByEra = (era: Era) => RequestHandlers

interface ByEraOptions extends Omit<ToolListOptions, 'actorTools' | 'describe'> {
  /** The late tools with those that calls have added; undefined if calls cannot add any. */
  addedTools?: (LateTools & ActorToolList) | undefined
}

/**
 * Creates what a connection offers in each era. From 2026-07-28 on, a list must not depend on what was called
 * before: that era has neither the tools that were added, nor those that add them.
 */
export function createOfferedByEra({
  addedTools,
  ...options
}: ByEraOptions): (era: Era) => OwnHandlers {
  const kept = new Map<Era, OwnHandlers>()
  const create = (era: Era) => {
    if (!addedTools) return createRequestHandlers(options)
    if (era === 'legacy')
      return createRequestHandlers({ ...options, lateTools: addedTools, actorTools: addedTools })
    const tools = options.tools.filter(({ needs }) => needs !== 'list-changes')
    return createRequestHandlers({ ...options, tools })
  }
  return (era) => {
    const handlers = kept.get(era) ?? create(addedTools ? era : 'legacy')
    kept.set(era, handlers)
    return handlers
  }
}
