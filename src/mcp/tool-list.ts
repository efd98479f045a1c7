import { quoted } from '../shared/quote.ts'
import type { ViewName } from '../shared/view-names.ts'
import type { ActorToolList } from '../tool-call/actor-tool-list.ts'
import type { Payments } from '../tool-call/payments.ts'
import type { Tool } from '../tool-call/tool.ts'
import type { Views } from './apps/views.ts'
import type { LateTools } from './late-tools.ts'
import { describeTool } from './tool-definition.ts'

export interface ToolListOptions {
  tools: readonly Tool[]
  /** Whether results have structured content beside the text. */
  structured: boolean
  /** Tools that arrive later. */
  lateTools?: LateTools | undefined
  /** The list as calls may change it; undefined if they cannot. */
  actorTools?: ActorToolList | undefined
  /** Changes how tools are listed whose calls are paid for. */
  payments?: Payments | undefined
  /** The views of tools; undefined if no client gets them. */
  views?: Views | undefined
  /** Returns a tool as clients see it, if that is known already. Default: it is described. */
  describe?: ((tool: Tool) => ListedTool) | undefined
}

/** Returns the list of tools as clients see it, and a function that finds one of them. */
export function createToolList(options: ToolListOptions) {
  const { tools, lateTools, describe = (tool) => listedTool(tool, options) } = options
  const own = tools.map(describe)
  let all = own
  let arrived: readonly Tool[] = []
  return {
    /** Returns the tools that there are now; the same list as long as nothing has changed. */
    listed() {
      const current = lateTools?.arrived() ?? arrived
      if (current !== arrived) {
        arrived = current
        all = [...own, ...arrived.map(describe)]
      }
      return all
    },
    /** Returns whether a tool of the list can be called as a task. */
    isTask(name: string): boolean {
      return [...tools, ...arrived].some((tool) => tool.name === name && tool.task !== undefined)
    },
    /** Returns the view of a tool of the list; undefined if it has none. */
    viewOf(name: string): ViewName | undefined {
      return [...tools, ...arrived].find((tool) => tool.name === name)?.view
    },
    /** Returns a tool, or what to tell a client that calls a name without one. */
    async find(name: string, signal: AbortSignal): Promise<Tool | string> {
      const tool = tools.find((each) => each.name === name) ?? (await lateTools?.find(name, signal))
      if (tool === 'late') return lateTool(name)
      return tool ?? unknownTool(name, [...tools, ...(lateTools?.arrived() ?? [])])
    },
  }
}

export type ListedTool = ReturnType<typeof listedTool>

/** Returns a tool as clients see it. */
export function listedTool(tool: Tool, { structured, payments }: ToolListOptions) {
  const { annotations, ...described } = describeTool(tool, { structured })
  const listed = { ...described, annotations: { ...annotations } }
  return payments?.listed(tool, listed) ?? listed
}

function lateTool(name: string): string {
  return `The Actor of the tool ${quoted(name)} is still being read, so nothing was started. Call again in a minute.`
}

function unknownTool(name: string, tools: readonly Tool[]): string {
  return `There is no tool ${quoted(name, 60)}. The tools of this server are: ${tools.map((tool) => tool.name).join(', ')}.`
}

export type ToolList = ReturnType<typeof createToolList>
