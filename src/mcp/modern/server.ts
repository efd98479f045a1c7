import {
  CLIENT_CAPABILITIES_META_KEY,
  type Implementation,
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  type Result,
  SERVER_INFO_META_KEY,
  Server,
  type ServerContext,
  type ServerOptions,
  type Transport,
} from '@modelcontextprotocol/server'
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/server/validators/ajv'
import { declaresViews } from '../apps/client-views.ts'
import { answerInvalidParams, MODERN_PARAMS } from '../check-params.ts'
import { lazyValidator } from '../lazy-validator.ts'
import type { RequestContext } from '../request-context.ts'
import { NotFoundError, type RequestHandlers } from '../request-handlers.ts'
import { BRIEF_IDENTITY } from '../server-identity.ts'
import { TASKS_EXTENSION } from '../tasks/task-offer.ts'
import { askByRetry } from './ask-by-retry.ts'
import { cacheHintsOf, IMMUTABLE } from './cache-hints.ts'
import { callerOf } from './caller.ts'
import { knowsTasks, serveTasks, startOrRefuse, withoutContent } from './tasks.ts'

const VALIDATOR = lazyValidator(() => new AjvJsonSchemaValidator())

class CheckedServer extends Server {
  readonly identity: Implementation

  /** @param identity what `server/discover` says; other results have the brief one */
  constructor(identity: Implementation, options: ServerOptions) {
    super(BRIEF_IDENTITY, options)
    this.identity = identity
  }

  override async connect(transport: Transport): Promise<void> {
    await super.connect(transport)
    answerInvalidParams(transport, MODERN_PARAMS)
  }

  protected override _wrapHandler(...args: Parameters<Server['_wrapHandler']>) {
    const [method] = args
    const answer = super._wrapHandler(...args)
    return async (...request: Parameters<typeof answer>) => {
      const result = await answer(...request)
      if (method === 'server/discover') return this.withIdentity(result)
      // The SDK takes a task for the result of a tool that lacks its content.
      return withoutContent(result)
    }
  }

  /** Adds what the SDK would add in brief. */
  private withIdentity(result: Result): Result {
    return { ...result, _meta: { ...result._meta, [SERVER_INFO_META_KEY]: this.identity } }
  }
}

/**
 * Creates a server for versions from 2026-07-28 (without a handshake). The SDK serves it, and handles
 * discovery, envelopes, and the headers of HTTP.
 */
export function createModernServer(
  handlers: RequestHandlers,
  requestContext: RequestContext,
): Server {
  const { instructions, lateTools, tasks } = handlers
  const { extensions, ...capabilities } = handlers.capabilities
  const offered = { ...extensions, ...(tasks && { [TASKS_EXTENSION]: {} }) }
  const hasExtensions = Object.keys(offered).length > 0
  const options = {
    capabilities: { ...capabilities, ...(hasExtensions && { extensions: offered }) },
    instructions,
    cacheHints: cacheHintsOf(requestContext.narrowing, handlers.listsVary),
    jsonSchemaValidator: VALIDATOR,
  }
  const server = new CheckedServer(handlers.serverInfo, options)
  server.setRequestHandler('tools/list', async (_, context) => {
    await lateTools?.ready()
    // More tools are on their way, so the client should ask again.
    const isComplete = lateTools?.isComplete() ?? true
    const tools = await handlers.listTools(declares(context))
    return { tools, ...(!isComplete && { ttlMs: 0 }) }
  })
  server.setRequestHandler('tools/call', async ({ params }, context) => {
    const { askPerson, open } = askByRetry(
      params.name,
      context,
      requestContext.environment,
      requestContext.seals,
    )
    const caller = { ...callerOf(context, requestContext), askPerson }
    const isTask = tasks && knowsTasks(context) && (await tasks.waits(params.name, caller.signal))
    const result = isTask
      ? await startOrRefuse(tasks, params, requestContext, caller)
      : await handlers.call(params.name, params.arguments, requestContext, caller)
    return open() ?? result
  })
  if (tasks) serveTasks(server, tasks, requestContext)
  serveData(server, handlers, requestContext)
  return server
}

/** Returns whether the client of a request declares that it shows views. */
function declares({ mcpReq: { envelope } }: ServerContext): boolean {
  const meta: object = envelope ?? {}
  return CLIENT_CAPABILITIES_META_KEY in meta && declaresViews(meta[CLIENT_CAPABILITIES_META_KEY])
}

/** Registers the answers about resources, prompts and completions, as far as they are offered. */
function serveData(
  server: Server,
  handlers: RequestHandlers,
  requestContext: RequestContext,
): void {
  const { capabilities, resourceTemplates, prompts } = handlers
  if (capabilities.resources) {
    server.setRequestHandler('resources/list', async (_, context) => ({
      resources: await handlers.listResources(declares(context)),
    }))
    server.setRequestHandler('resources/templates/list', () => ({ resourceTemplates }))
    server.setRequestHandler('resources/read', async ({ params: { uri } }, context) => {
      const caller = callerOf(context, requestContext)
      const read = await handlers.read(uri, requestContext, caller).catch(toProtocolError)
      return (await handlers.isImmutable(uri)) ? { ...read, ...IMMUTABLE } : read
    })
  }
  if (capabilities.prompts) {
    server.setRequestHandler('prompts/list', () => ({ prompts }))
    server.setRequestHandler('prompts/get', ({ params }) =>
      handlers.prompt(params.name, params.arguments, requestContext).catch(toProtocolError),
    )
  }
  if (!capabilities.completions) return
  server.setRequestHandler('completion/complete', ({ params }, { mcpReq: { signal } }) =>
    handlers.complete(
      params.ref,
      params.argument,
      params.context?.arguments,
      requestContext,
      signal,
    ),
  )
}

function toProtocolError(error: unknown): never {
  if (!(error instanceof NotFoundError)) throw error
  if (error.missing === 'resource') throw new ResourceNotFoundError(error.uri, error.message)
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, error.message)
}
