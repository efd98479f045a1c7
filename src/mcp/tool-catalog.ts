import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { VIEW_NAMES, type ViewName } from '../shared/view-names.ts'
import type { Annotations, Tool } from '../tool-call/tool.ts'

/** A tool as `tools/list` shows it. */
export interface ToolDefinition {
  name: string
  title: string
  description: string
  inputSchema: { type: 'object'; [key: string]: unknown }
  outputSchema?: { type: 'object'; [key: string]: unknown }
  annotations: Annotations
}

/** A tool of the catalog. `withUploads` is offered in its place by servers that may read files. */
export interface CatalogTool extends ToolDefinition, Pick<Tool, 'toolset' | 'needs' | 'view'> {
  withUploads?: CatalogTool
  /** Whether it can be called as a task. */
  task?: true
}

/** All tools as data, which the build writes beside the program. */
export interface Catalog {
  tools: CatalogTool[]
  /** The legacy protocol versions, newest first. */
  versions: string[]
  /** The addresses of the views; undefined if the build has none. */
  views?: Record<ViewName, string>
}

/** Returns the addresses of the views, if this installation has all their pages. */
export function viewAddresses({ views }: Catalog): Catalog['views'] {
  const isThere = (view: ViewName) => existsSync(join(import.meta.dirname, 'views', `${view}.html`))
  return views && VIEW_NAMES.every(isThere) ? views : undefined
}

/**
 * Reads the catalog of this build; returns undefined if the program runs from source. Each start waits for it, and
 * Node reads faster at once than by its threads.
 */
export function readCatalog(): Catalog | undefined {
  try {
    return JSON.parse(readFileSync(join(import.meta.dirname, 'catalog.json'), 'utf8'))
  } catch {
    return undefined
  }
}
