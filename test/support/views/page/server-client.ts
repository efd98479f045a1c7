import { Client, StreamableHTTPClientTransport, type Tool } from '@modelcontextprotocol/client'
import {
  getToolUiResourceUri,
  type McpUiResourceMeta,
  RESOURCE_MIME_TYPE,
} from '@modelcontextprotocol/ext-apps/app-bridge'
import type { ViewPage } from '../contract.ts'

/** Connects to the server behind this page's own origin, as a client that shows views. */
export async function connectServer(): Promise<Client> {
  const extensions = { 'io.modelcontextprotocol/ui': { mimeTypes: [RESOURCE_MIME_TYPE] } }
  const client = new Client(
    { name: 'view-host', version: '1.0.0' },
    { capabilities: { extensions } },
  )
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', location.href)))
  return client
}

/** Returns all tools of the server. */
export async function listTools(client: Client): Promise<Tool[]> {
  const tools: Tool[] = []
  let cursor: string | undefined
  do {
    const page = await client.listTools(cursor === undefined ? {} : { cursor })
    tools.push(...page.tools)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return tools
}

/**
 * Reads the view of a tool from the server.
 * @throws Error if the tool names no view, or the resource is not a view
 */
export async function readView(client: Client, tool: Tool): Promise<ViewPage> {
  const uri = getToolUiResourceUri(tool)
  if (uri === undefined) throw new Error(`${tool.name} names no view in its _meta.`)
  const { contents } = await client.readResource({ uri })
  const [content] = contents
  if (!content || !('text' in content)) throw new Error(`${uri} has no text.`)
  if (content.mimeType !== RESOURCE_MIME_TYPE)
    throw new Error(`${uri} is of the type ${content.mimeType}, not ${RESOURCE_MIME_TYPE}.`)
  const { csp, permissions } = (content._meta?.ui ?? {}) as McpUiResourceMeta
  return { html: content.text, ...(csp && { csp }), ...(permissions && { permissions }) }
}
