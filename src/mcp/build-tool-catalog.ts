import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js'
import type { Tool } from '../tool-call/tool.ts'
import type { Catalog, CatalogTool } from './tool-catalog.ts'
import { describeTool } from './tool-definition.ts'

/** Returns the catalog: the data for the answers to a client's first requests. */
export function buildToolCatalog(tools: readonly Tool[]): Catalog {
  return {
    versions: [...SUPPORTED_PROTOCOL_VERSIONS],
    tools: tools.map(entryOf),
  }
}

function entryOf({ withUploads, ...tool }: Tool): CatalogTool {
  return {
    ...describeTool(tool, { structured: true }),
    toolset: tool.toolset,
    ...(tool.needs && { needs: tool.needs }),
    ...(tool.task && { task: true as const }),
    ...(tool.view && { view: tool.view }),
    ...(withUploads && { withUploads: entryOf(withUploads) }),
  }
}
