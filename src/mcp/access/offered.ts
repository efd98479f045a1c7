import { keepRecent } from '../../shared/keep-recent.ts'
import type { Tool } from '../../tool-call/tool.ts'
import { createRequestHandlers, type RequestHandlers } from '../request-handlers.ts'
import { type ListedTool, listedTool, type ToolListOptions } from '../tool-list.ts'
import { narrowLateTools } from './narrow-late-tools.ts'
import { type Narrowing, narrowActors, narrowTools } from './narrowing.ts'

/** How many narrowed offers are kept. Each holds lists of names; the tools themselves are shared. */
const MAX_KEPT = 100

/** Returns the handlers of a request: those of all that the server offers if nothing narrows it. */
export type HandlersFor = (narrowing: Narrowing | undefined) => RequestHandlers

/** Creates the one entrance to what a server offers: lists, calls, resources, prompts and completions. */
export function createOffered(options: ToolListOptions): HandlersFor {
  const kept = new Map<string, RequestHandlers>()
  const described = new WeakMap<Tool, ListedTool>()
  // To describe a tool takes longer than most calls.
  const describe = (tool: Tool) => {
    const known = described.get(tool) ?? listedTool(tool, options)
    described.set(tool, known)
    return known
  }
  const all = createRequestHandlers({ ...options, describe })
  return (narrowing) => {
    if (!narrowing) return all
    const { tools, lateTools } = options
    const left = narrowTools(tools, narrowing)
    const actors = narrowActors(narrowing)
    const key = JSON.stringify([left.map(({ name }) => name), actors && [...actors].sort()])
    const narrowed =
      kept.get(key) ??
      createRequestHandlers({
        ...options,
        describe,
        tools: left,
        lateTools: !lateTools || !actors ? lateTools : narrowedTools(lateTools, actors),
      })
    keepRecent(kept, key, narrowed, MAX_KEPT)
    return narrowed
  }
}

function narrowedTools(
  lateTools: NonNullable<ToolListOptions['lateTools']>,
  actors: ReadonlySet<string>,
) {
  return actors.size === 0 ? undefined : narrowLateTools(lateTools, actors)
}
