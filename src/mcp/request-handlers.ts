import { toToolError } from '../shared/errors.ts'
import type { CallEnvironment } from '../tool-call/call-environment.ts'
import { type Caller, type CallResult, callTool } from '../tool-call/call-tool.ts'
import type { Attachment } from '../tool-call/tool.ts'
import { complete } from './completion.ts'
import { introduction } from './introduction.ts'
import { offeredPrompts } from './prompts.ts'
import {
  offeredTemplates,
  type Reading,
  type ResourceTemplate,
  readResource,
  TEMPLATES,
} from './resources.ts'
import { createToolList, type ToolListOptions } from './tool-list.ts'

export type Outcome = 'ok' | 'error' | 'cancelled' | 'asked'

/** Called when a call begins (with `unknown` for an unknown tool); returns what to call when it ends. */
export type Observe = (tool: string) => (outcome: Outcome) => void

/** What a request is answered with. */
export interface RequestContext {
  environment: CallEnvironment
  observe?: Observe | undefined
  /** Whether progress notifications can be sent before the answer. Default: true. */
  acceptsProgress?: boolean
}

/** A resource or prompt that does not exist; each era has its own error code for it. */
export class NotFoundError extends Error {
  override name = 'NotFoundError'

  constructor(
    readonly missing: 'resource' | 'prompt',
    message: string,
  ) {
    super(message)
  }
}

type OwnHandlers = ReturnType<typeof createRequestHandlers>

/** What the eras adapt to their SDK: the handlers of this server, or others of the same form. */
export interface RequestHandlers extends Omit<OwnHandlers, 'call' | 'prompt'> {
  call(...args: Parameters<OwnHandlers['call']>): Promise<Presented<Content>>
  prompt(...args: Parameters<OwnHandlers['prompt']>): Promise<PromptText<Content>>
}

const noResources: { uri: string; name: string; mimeType: string }[] = []

/**
 * Creates the handlers of all requests, independent of the era. What answers share is created once.
 */
export function createRequestHandlers(options: ToolListOptions) {
  const { tools, structured, lateTools } = options
  const offered = offeredPrompts(tools)
  const list = createToolList(options)
  return {
    ...introduction(tools, TEMPLATE_TOOLS, lateTools !== undefined),
    /** The tools that there are now. */
    get tools() {
      return list.listed()
    },
    lateTools,
    /** Empty: an account may have millions. Tools and completion find them. */
    resources: noResources,
    resourceTemplates: offeredTemplates(tools).map(listedTemplate),
    prompts: offered.map(({ needs: _, text: __, ...prompt }) => prompt),
    async call(
      name: string,
      args: unknown,
      { environment, observe }: RequestContext,
      caller: Caller,
    ) {
      const tool = await list.find(name, caller.signal)
      const isKnown = typeof tool !== 'string'
      const recordOutcome = observe?.(isKnown ? tool.name : 'unknown')
      const result = isKnown
        ? await callTool(tool, args, environment, caller)
        : { ok: false as const, text: tool }
      recordOutcome?.(caller.signal.aborted ? 'cancelled' : outcomeOf(result))
      return present(result, structured)
    },
    /** @throws {NotFoundError} if there is no such resource, or it cannot be read */
    read: (uri: string, { environment }: RequestContext, signal: AbortSignal) =>
      readContents(uri, { tools, environment, signal }),
    /** @throws {NotFoundError} if there is no such prompt, or an argument is missing */
    prompt: async (name: string, given: Record<string, string> = {}) =>
      fillPrompt(offered, name, given),
    async complete(
      { name, value }: { name: string; value: string },
      given: Record<string, string> | undefined,
      { environment }: RequestContext,
      signal: AbortSignal,
    ) {
      const values = await complete(name, value, given ?? {}, { environment, signal })
      return { completion: { values, hasMore: false } }
    },
  }
}

async function readContents(uri: string, reading: Reading) {
  try {
    return { contents: [{ uri, ...(await readResource(uri, reading)) }] }
  } catch (error) {
    throw new NotFoundError('resource', toToolError(error).message)
  }
}

const TEMPLATE_TOOLS = TEMPLATES.map(({ tool }) => tool)

function listedTemplate({ tool: _, pattern: __, read: ___, ...template }: ResourceTemplate) {
  return template
}

function fillPrompt(
  offered: ReturnType<typeof offeredPrompts>,
  name: string,
  given: Record<string, string>,
): PromptText {
  const prompt = offered.find((each) => each.name === name)
  const missing = prompt?.arguments.find((each) => each.required && !given[each.name])
  if (!prompt || missing) {
    const problem = missing
      ? `Missing argument ${missing.name}.`
      : `There is no prompt ${JSON.stringify(name.slice(0, 60))}. The prompts are ${offered.map((each) => each.name).join(', ')}.`
    throw new NotFoundError('prompt', problem)
  }
  const content = { type: 'text' as const, text: prompt.text(given) }
  return { description: prompt.description, messages: [{ role: 'user', content }] }
}

/** Returns a function that sends progress. `progress` counts messages, since a run has no known length. */
export function progressSender(
  progressToken: string | number,
  send: (params: ProgressParams) => Promise<void>,
): (message: string) => void {
  let progress = 0
  return (message) => {
    // A client that is gone needs no progress; the call itself ends by its signal.
    send({ progressToken, progress: ++progress, message }).catch(() => {})
  }
}

interface ProgressParams extends Record<string, unknown> {
  progressToken: string | number
  progress: number
  message: string
}

type Text = { type: 'text'; text: string }

/** A content block of any kind in MCP; this server uses fewer. */
export type Content =
  | Text
  | Attachment
  | { type: 'audio'; data: string; mimeType: string }
  | { type: 'resource'; resource: { uri: string; mimeType: string; text: string } }

interface PromptText<Block = Text> extends Record<string, unknown> {
  description: string
  messages: { role: 'user'; content: Block }[]
}

interface Presented<Block = Text | Attachment> extends Record<string, unknown> {
  content: Block[]
  structuredContent?: Record<string, unknown>
  isError?: boolean
}

function outcomeOf(result: CallResult): Outcome {
  if (result.ok) return 'ok'
  return result.confirmationPending ? 'asked' : 'error'
}

function present(result: CallResult, structured: boolean): Presented {
  if (!result.ok) return { content: [{ type: 'text', text: result.text }], isError: true }
  return {
    content: [{ type: 'text', text: result.text }, ...result.attachments],
    ...(structured && { structuredContent: result.structured }),
  }
}
