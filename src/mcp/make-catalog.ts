import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js'
import { TEMPLATES } from '../resources.ts'
import type { Tool } from '../tool.ts'
import type { Catalog } from './catalog.ts'
import { describeTool } from './tools.ts'

/** What the answers to a client's first requests are made of, without the tools themselves. */
export function makeCatalog(tools: readonly Tool[]): Catalog {
  return {
    templateTools: TEMPLATES.map(({ tool }) => tool),
    versions: [...SUPPORTED_PROTOCOL_VERSIONS],
    tools: tools.map(({ toolset, annotations, needs, ...tool }) => ({
      ...describeTool({ toolset, annotations, ...tool }, { structured: true }),
      toolset,
      ...(needs && { needs }),
    })),
  }
}
