import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js'
import type { Tool } from '../tool-call/tool.ts'
import type { Catalog } from './tool-catalog.ts'
import { describeTool } from './tool-definition.ts'

/** Returns the catalog: the data for the answers to a client's first requests. */
export function buildToolCatalog(tools: readonly Tool[]): Catalog {
  return {
    versions: [...SUPPORTED_PROTOCOL_VERSIONS],
    tools: tools.map(({ toolset, annotations, needs, ...tool }) => ({
      ...describeTool({ toolset, annotations, ...tool }, { structured: true }),
      toolset,
      ...(needs && { needs }),
      ...(tool.task && { task: true as const }),
    })),
  }
}
