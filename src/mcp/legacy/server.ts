import { Server, type ServerOptions } from '@modelcontextprotocol/sdk/server/index.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  ErrorCode,
  GetPromptRequestSchema,
  type Implementation,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js'
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv'
import { declaresViews } from '../apps/client-views.ts'
import { answerInvalidParams, LEGACY_PARAMS } from '../check-params.ts'
import { lazyValidator } from '../lazy-validator.ts'
import type { RequestContext } from '../request-context.ts'
import { NotFoundError, type RequestHandlers } from '../request-handlers.ts'
import { TASKS_VERSION, tasksCapability } from '../tasks/task-offer.ts'
import { callerOf } from './caller.ts'
import { hideTasks, type Revision } from './hide-tasks.ts'
import { serveLogLevel } from './log-level.ts'
import { createTask, serveTasks } from './tasks.ts'

/** The error code of these protocol versions for a resource that cannot be read. */
const RESOURCE_NOT_FOUND = -32002

const VALIDATOR = lazyValidator(() => new AjvJsonSchemaValidator())

class CheckedServer extends Server {
  readonly revision: Revision

  constructor(info: Implementation, { revision, ...options }: ServerOptions & Revised) {
    super(info, options)
    this.revision = revision
  }

  override async connect(transport: Transport): Promise<void> {
    await super.connect(transport)
    answerInvalidParams(transport, LEGACY_PARAMS)
    hideTasks(transport, this.revision)
  }
}

interface Revised {
  revision: Revision
}

interface CreateServerOptions {
  /**
   * Whether the transport is that of a whole session, which can announce that the list of tools has changed
   * and keeps the level of the log. Default: it is.
   */
  announces?: boolean
  /** The version of the client, if the handshake does not come over the same transport. */
  version?: string | undefined
  /** Returns whether the client declared that it shows views, if the handshake does not come over the same transport. */
  declaredViews?: (() => boolean) | undefined
}

/** Creates a server for versions up to 2025-11-25 (with a handshake), for one transport. */
export function createServer(
  handlers: RequestHandlers,
  requestContext: RequestContext,
  { announces = true, version, declaredViews }: CreateServerOptions = {},
): Server {
  const { instructions, lateTools, tasks } = handlers
  const revision = { hasTasks: tasks !== undefined && version === TASKS_VERSION }
  const { logging: _, ...stateless } = handlers.capabilities
  const capabilities = {
    ...(announces ? handlers.capabilities : { ...stateless, tools: {} }),
    ...(tasks && { tasks: tasksCapability(tasks.offer) }),
  }
  const options = { capabilities, instructions, jsonSchemaValidator: VALIDATOR, revision }
  const server = new CheckedServer(handlers.serverInfo, options)
  const declares = () => declaresViews(server.getClientCapabilities()) || declaredViews?.() === true
  server.setRequestHandler(ListToolsRequestSchema, async () => {
    await lateTools?.ready()
    const tools = await handlers.listTools(declares())
    return { tools: tasks && revision.hasTasks ? tasks.withTaskSupport(tools) : tools }
  })
  server.setRequestHandler(CallToolRequestSchema, ({ params }, extra) => {
    const caller = callerOf(server, params._meta, extra, announces)
    return tasks && params.task
      ? createTask(tasks, params, requestContext, caller)
      : handlers.call(params.name, params.arguments, requestContext, caller)
  })
  if (tasks) serveTasks(server, tasks, requestContext, { revision, hasSession: announces })
  serveData(server, handlers, requestContext, { hasSession: announces, declares })
  if (announces) serveLogLevel(server)
  if (announces) server.onclose = lateTools?.onChange(() => announce(server))
  return server
}

/** A client that is gone, or has not begun, needs no announcement. */
function announce(server: Server): void {
  if (server.getClientVersion()) server.sendToolListChanged().catch(() => {})
}

/** What is known of the client. */
interface Connected {
  hasSession: boolean
  /** Returns whether it declares that it shows views. */
  declares(): boolean
}

/** Registers the answers about resources, prompts and completions, as far as they are offered. */
function serveData(
  server: Server,
  handlers: RequestHandlers,
  requestContext: RequestContext,
  { hasSession, declares }: Connected,
): void {
  const { capabilities, resourceTemplates, prompts } = handlers
  if (capabilities.resources) {
    server.setRequestHandler(ListResourcesRequestSchema, async () => ({
      resources: await handlers.listResources(declares()),
    }))
    server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({ resourceTemplates }))
    server.setRequestHandler(ReadResourceRequestSchema, ({ params: { uri, _meta } }, extra) => {
      const caller = callerOf(server, _meta, extra, hasSession)
      return handlers.read(uri, requestContext, caller).catch(toMcpError)
    })
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
