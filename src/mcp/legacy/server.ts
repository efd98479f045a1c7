import { Server } from '@modelcontextprotocol/sdk/server/index.js'
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
import type { jsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/types.js'
import { type Answers, type Asker, progressSender, Unanswerable } from '../request-handlers.ts'
import { askerOn } from './ask-by-elicitation.ts'

/** What these versions of the protocol answer where a resource cannot be had. */
const RESOURCE_NOT_FOUND = -32002

/**
 * A server of the versions up to 2025-11-25 (those with a handshake), to be connected to one
 * transport.
 */
export function createServer(answers: Answers, asker: Asker): Server {
  const { capabilities, instructions } = answers
  const options = { capabilities, instructions, jsonSchemaValidator: lazyValidator }
  const server = new Server(answers.serverInfo, options)
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: answers.tools }))
  server.setRequestHandler(CallToolRequestSchema, ({ params }, { signal, sendNotification }) => {
    const token = params._meta?.progressToken
    const method = 'notifications/progress'
    const progress =
      token === undefined
        ? undefined
        : progressSender(token, (counted) => sendNotification({ method, params: counted }))
    const caller = { signal, ...(progress && { progress }) }
    const asking = { ...caller, ask: askerOn(server, caller) }
    return answers.call(params.name, params.arguments, asker, asking)
  })
  if (capabilities.resources) serveResources(server, answers, asker)
  if (capabilities.prompts) servePrompts(server, answers)
  if (!capabilities.completions) return server
  server.setRequestHandler(CompleteRequestSchema, ({ params }, { signal }) =>
    answers.complete(params.argument, params.context?.arguments, asker, signal),
  )
  return server
}

function serveResources(server: Server, answers: Answers, asker: Asker): void {
  const { resources, resourceTemplates } = answers
  server.setRequestHandler(ListResourcesRequestSchema, () => ({ resources }))
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({ resourceTemplates }))
  server.setRequestHandler(ReadResourceRequestSchema, ({ params }, { signal }) =>
    answers.read(params.uri, asker, signal).catch(translate),
  )
}

function servePrompts(server: Server, answers: Answers): void {
  server.setRequestHandler(ListPromptsRequestSchema, () => ({ prompts: answers.prompts }))
  server.setRequestHandler(GetPromptRequestSchema, ({ params }) => {
    try {
      return answers.prompt(params.name, params.arguments)
    } catch (error) {
      return translate(error)
    }
  })
}

function translate(error: unknown): never {
  if (!(error instanceof Unanswerable)) throw error
  const code = error.missing === 'resource' ? RESOURCE_NOT_FOUND : ErrorCode.InvalidParams
  throw new McpError(code, error.message)
}

/** The SDK makes a validator for each server, at some cost, and uses it for what this one never asks. */
const lazyValidator: jsonSchemaValidator = {
  getValidator: (schema) => new AjvJsonSchemaValidator().getValidator(schema),
}
