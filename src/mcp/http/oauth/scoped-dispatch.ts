import { createRequestHandlers } from '../../request-handlers.ts'
import type { ToolListOptions } from '../../tool-list.ts'
import { createEraDispatch } from '../era-dispatch.ts'
import type { EraDispatch } from '../exchange-contract.ts'
import { allowedTools, inOrder, type Scopes } from './scopes.ts'

/**
 * Returns a function that gives what answers clients with some scopes. There are few sets of scopes, and each is
 * prepared once.
 */
export function createScopedDispatch(options: ToolListOptions): (scopes: Scopes) => EraDispatch {
  const prepared = new Map<string, EraDispatch>()
  return (scopes) => {
    const key = inOrder(scopes).join(' ')
    const known = prepared.get(key)
    if (known) return known
    const dispatch = createEraDispatch(createRequestHandlers(scopedOptions(options, scopes)))
    prepared.set(key, dispatch)
    return dispatch
  }
}

function scopedOptions(options: ToolListOptions, scopes: Scopes): ToolListOptions {
  return {
    ...options,
    tools: allowedTools(scopes, options.tools),
    // The tools of Actors start runs, all of them.
    lateTools: scopes.has('apify:run') ? options.lateTools : undefined,
  }
}
