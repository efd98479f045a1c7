import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import {
  CompleteRequestSchema,
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  McpError,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js'
import type { Host } from '../call.ts'
import { complete } from '../completion.ts'
import { explain } from '../errors.ts'
import { offeredTemplates, readResource } from '../resources.ts'
import type { Tool } from '../tool.ts'
import type { introduction } from './catalog.ts'
import { offeredPrompts } from './prompts.ts'

/** What the protocol answers where a resource cannot be had. */
const RESOURCE_NOT_FOUND = -32002

/** Answers requests for resources, prompts and completions. */
export function serveReading(
  server: Server,
  capabilities: ReturnType<typeof introduction>['capabilities'],
  { tools, host }: { tools: readonly Tool[]; host: Host },
): void {
  if (capabilities.resources) serveResources(server, tools, host)
  if (capabilities.prompts) servePrompts(server, tools)
  if (!capabilities.completions) return
  server.setRequestHandler(CompleteRequestSchema, async ({ params }, { signal }) => {
    const { name, value } = params.argument
    const values = await complete(name, value, params.context?.arguments ?? {}, { host, signal })
    return { completion: { values, hasMore: false } }
  })
}

function serveResources(server: Server, tools: readonly Tool[], host: Host): void {
  const resourceTemplates = offeredTemplates(tools).map(
    ({ tool: _, pattern: __, read: ___, ...template }) => template,
  )
  // There are as many resources as the account has data: they are found by tools and completion.
  server.setRequestHandler(ListResourcesRequestSchema, () => ({ resources: [] }))
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({ resourceTemplates }))
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }, { signal }) => {
    try {
      return { contents: [{ uri, ...(await readResource(uri, { tools, host, signal })) }] }
    } catch (error) {
      throw new McpError(RESOURCE_NOT_FOUND, explain(error).message)
    }
  })
}

function servePrompts(server: Server, tools: readonly Tool[]): void {
  const offered = offeredPrompts(tools)
  const prompts = offered.map(({ needs: _, text: __, ...prompt }) => prompt)
  server.setRequestHandler(ListPromptsRequestSchema, () => ({ prompts }))
  server.setRequestHandler(GetPromptRequestSchema, ({ params }) => {
    const prompt = offered.find(({ name }) => name === params.name)
    const given = params.arguments ?? {}
    const missing = prompt?.arguments.find(({ name, required }) => required && !given[name])
    if (!prompt || missing) {
      const problem = missing
        ? `Missing argument ${missing.name}.`
        : `There is no prompt ${JSON.stringify(params.name.slice(0, 60))}. The prompts are ${offered.map(({ name }) => name).join(', ')}.`
      throw new McpError(ErrorCode.InvalidParams, problem)
    }
    const text = prompt.text(given)
    return {
      description: prompt.description,
      messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }],
    }
  })
}
