import type { ViewsChoice } from '../../config/views-flag.ts'
import { isObject } from '../../shared/json.ts'

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

/** Adds the address of a view: under the key of today, and under the flat one that older hosts read. */
export function withView<T extends WithMeta>(tool: T, resourceUri: string): T & WithMeta {
  const { _meta: meta } = tool
  return { ...tool, _meta: { ...meta, ui: { resourceUri }, 'ui/resourceUri': resourceUri } }
}
