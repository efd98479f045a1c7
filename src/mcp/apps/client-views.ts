import type { ViewsChoice } from '../../config/views-flag.ts'
import { isObject } from '../../shared/json.ts'
import { VIEW_CALLS, type ViewName } from '../../shared/view-names.ts'

/** The extension of MCP that has views (MCP Apps, SEP-1865). */
export const UI_EXTENSION = 'io.modelcontextprotocol/ui'
/** The type of a page that is a view. */
export const VIEW_MIME_TYPE = 'text/html;profile=mcp-app'

/**
 * Returns whether a client declares that it shows views.
 * @param capabilities those of the client, as it sent them
 */
export function declaresViews(capabilities: unknown): boolean {
  if (!isObject(capabilities) || !isObject(capabilities.extensions)) return false
  const extension = capabilities.extensions[UI_EXTENSION]
  if (!isObject(extension)) return false
  const { mimeTypes } = extension
  return Array.isArray(mimeTypes) && mimeTypes.includes(VIEW_MIME_TYPE)
}

/** Which clients get views, by what they declare. */
export type Audience = 'declaring' | 'all'

/** Returns which clients get views by the choice of the operator; undefined if none does. */
export function audienceOf(choice: ViewsChoice): Audience | undefined {
  if (choice === 'off') return undefined
  return choice === 'on' ? 'all' : 'declaring'
}

/** Returns whether a client gets views. */
export function getsViews(audience: Audience, declares: boolean): boolean {
  return audience === 'all' || declares
}

/**
 * Returns whether a server has views to offer.
 * @param hasLateTools whether tools of Actors arrive later: they have a view
 */
export function hasViews(tools: readonly { view?: unknown }[], hasLateTools: boolean): boolean {
  return hasLateTools || tools.some(({ view }) => view !== undefined)
}

/** A tool as clients see it. */
export interface WithMeta {
  name: string
  _meta?: Record<string, unknown>
}

/** Where a tool names the tools that its view would call and that are not listed. */
const ABSENT_TOOLS = 'io.github.apify-agent-tools/absentTools'

/** Creates a function that adds their views to the tools of a list. */
export function viewAdder(tools: readonly { name: string }[]) {
  const listed = new Set(tools.map(({ name }) => name))
  /**
   * Adds the address of a view: under the key of today, and under the flat one that older hosts read. A view cannot
   * list tools, so it learns here which ones it lacks.
   */
  return <T extends WithMeta>(tool: T, view: ViewName, resourceUri: string): T & WithMeta => {
    const absent = VIEW_CALLS[view].filter((name) => !listed.has(name))
    const ui = { ui: { resourceUri }, 'ui/resourceUri': resourceUri }
    const lacking = absent.length > 0 && { [ABSENT_TOOLS]: absent }
    return { ...tool, _meta: { ...tool._meta, ...ui, ...lacking } }
  }
}
