import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import {
  CallToolRequestSchema,
  type CallToolResult,
  ListToolsRequestSchema,
  type ServerNotification,
} from '@modelcontextprotocol/sdk/types.js'
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv'
import type { jsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/types.js'
import { type CallResult, callTool, type Host } from '../call.ts'
import { TEMPLATES } from '../resources.ts'
import type { Tool } from '../tool.ts'
import { introduction } from './catalog.ts'
import { serveReading } from './reading.ts'
import { describeTool } from './tools.ts'

export interface ServerOptions {
  tools: readonly Tool[]
  /** Whether results carry structured content beside the text. */
  structured: boolean
}

export type Outcome = 'ok' | 'error' | 'cancelled'

/** Told of each call as it begins (`unknown` for a tool there is not), and then how it ended. */
export type Observe = (tool: string) => (outcome: Outcome) => void

/**
 * MCP servers over the tools, each ready to be connected to one transport. What they share is made
 * once, so that a server for every request costs little.
 */
export function serverFactory({ tools, structured }: ServerOptions) {
  const definitions = tools.map((tool) => describeTool(tool, { structured }))
  const listed = definitions.map((tool) => ({ ...tool, annotations: { ...tool.annotations } }))
  const templateTools = TEMPLATES.map(({ tool }) => tool)
  const { serverInfo, ...introduced } = introduction(tools, templateTools)
  const options = { ...introduced, jsonSchemaValidator: lazyValidator }
  return (host: Host, observe?: Observe): Server => {
    const server = new Server(serverInfo, options)
    serveReading(server, options.capabilities, { tools, host })
    server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: listed }))
    server.setRequestHandler(
      CallToolRequestSchema,
      async ({ params }, { signal, sendNotification }) => {
        const tool = tools.find(({ name }) => name === params.name)
        const ended = observe?.(tool?.name ?? 'unknown')
        const token = params._meta?.progressToken
        const progress = token === undefined ? undefined : progressSender(token, sendNotification)
        const caller = { signal, ...(progress && { progress }) }
        const result = tool
          ? await callTool(tool, params.arguments, host, caller)
          : { ok: false as const, text: unknownTool(params.name, tools) }
        ended?.(signal.aborted ? 'cancelled' : result.ok ? 'ok' : 'error')
        return present(result, structured)
      },
    )
    return server
  }
}

/** The SDK makes a validator for each server, at some cost, and uses it for what this one never asks. */
const lazyValidator: jsonSchemaValidator = {
  getValidator: (schema) => new AjvJsonSchemaValidator().getValidator(schema),
}

type Send = (notification: ServerNotification) => Promise<void>

/** Progress counts the messages, since no run says how much is left of it. */
function progressSender(progressToken: string | number, send: Send): (message: string) => void {
  let progress = 0
  return (message) => {
    const params = { progressToken, progress: ++progress, message }
    // A client that has gone away needs no progress; the call itself notices it by its signal.
    send({ method: 'notifications/progress', params }).catch(() => {})
  }
}

function present(result: CallResult, structured: boolean): CallToolResult {
  if (!result.ok) return failed(result.text)
  return {
    content: [{ type: 'text', text: result.text }, ...result.attachments],
    ...(structured && { structuredContent: result.structured }),
  }
}

function failed(text: string): CallToolResult {
  return { content: [{ type: 'text', text }], isError: true }
}

function unknownTool(name: string, tools: readonly Tool[]): string {
  return `There is no tool ${JSON.stringify(name.slice(0, 60))}. The tools of this server are: ${tools.map((tool) => tool.name).join(', ')}.`
}
