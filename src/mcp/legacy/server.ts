import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js'
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv'
import { answerInvalidParams, LEGACY_PARAMS } from '../check-params.ts'
import { lazyValidator } from '../lazy-validator.ts'
import {
  NotFoundError,
  progressSender,
  type RequestContext,
  type RequestHandlers,
} from '../request-handlers.ts'
import { askPersonOn } from './ask-by-elicitation.ts'

/** The error code of these protocol versions for a resource that cannot be read. */
const RESOURCE_NOT_FOUND = -32002

const VALIDATOR = lazyValidator(() => new AjvJsonSchemaValidator())

class CheckedServer extends Server {
  override async connect(transport: Transport): Promise<void> {
    await super.connect(transport)
    answerInvalidParams(transport, LEGACY_PARAMS)
  }
}

/**
 * Creates a server for versions up to 2025-11-25 (with a handshake), for one transport.
 * @param announces whether the transport can announce that the list of tools has changed
 */
export function createServer(
  handlers: RequestHandlers,
  requestContext: RequestContext,
  announces = true,
): Server {
  const { instructions, lateTools } = handlers
  const capabilities = announces ? handlers.capabilities : { ...handlers.capabilities, tools: {} }
  const options = { capabilities, instructions, jsonSchemaValidator: VALIDATOR }
  const server = new CheckedServer(handlers.serverInfo, options)
  server.setRequestHandler(ListToolsRequestSchema, async () => {
    await lateTools?.ready()
    return { tools: handlers.tools }
  })
  server.setRequestHandler(CallToolRequestSchema, ({ params }, { signal, sendNotification }) => {
    const token = params._meta?.progressToken
    const method = 'notifications/progress'
    const progress =
      token === undefined
        ? undefined
        : progressSender(token, (counted) => sendNotification({ method, params: counted }))
    const caller = { signal, meta: params._meta, ...(progress && { progress }) }
    const asking = { ...caller, askPerson: askPersonOn(server, caller) }
    return handlers.call(params.name, params.arguments, requestContext, asking)
  })
  serveData(server, handlers, requestContext)
  if (announces) server.onclose = lateTools?.onChange(() => announce(server))
  return server
}

/** A client that is gone, or has not begun, needs no announcement. */
function announce(server: Server): void {
  if (server.getClientVersion()) server.sendToolListChanged().catch(() => {})
}

/** Registers the answers about resources, prompts and completions, as far as they are offered. */
function serveData(
  server: Server,
  handlers: RequestHandlers,
  requestContext: RequestContext,
): void {
  const { capabilities, resources, resourceTemplates, prompts } = handlers
  if (capabilities.resources) {
    server.setRequestHandler(ListResourcesRequestSchema, () => ({ resources }))
    server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({ resourceTemplates }))
    server.setRequestHandler(ReadResourceRequestSchema, ({ params }, { signal }) =>
      handlers.read(params.uri, requestContext, signal).catch(toMcpError),
    )
  }
  if (capabilities.prompts) {
    server.setRequestHandler(ListPromptsRequestSchema, () => ({ prompts }))
    server.setRequestHandler(GetPromptRequestSchema, ({ params }) =>
      handlers.prompt(params.name, params.arguments, requestContext).catch(toMcpError),
    )
  }
  if (!capabilities.completions) return
  server.setRequestHandler(CompleteRequestSchema, ({ params }, { signal }) =>
    handlers.complete(
      params.ref,
      params.argument,
      params.context?.arguments,
      requestContext,
      signal,
    ),
  )
}

function toMcpError(error: unknown): never {
  if (!(error instanceof NotFoundError)) throw error
  const code = error.missing === 'resource' ? RESOURCE_NOT_FOUND : ErrorCode.InvalidParams
  throw new McpError(code, error.message)
}
