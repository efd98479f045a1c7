import { errorText } from '../exit/fit-message.ts'
import { redactEcho } from '../exit/redact-echo.ts'
import { ToolError } from '../shared/errors.ts'
import { quoted, shorten } from '../shared/quote.ts'
import type { CallEnvironment } from '../tool-call/call-environment.ts'
import { callPaying } from '../tool-call/call-paying.ts'
import type { Caller } from '../tool-call/caller.ts'
import { createListAnswers, type ListAnswers } from './apps/list-answers.ts'
import { complete } from './completion.ts'
import { fillPrompt } from './fill-prompt.ts'
import { introduction } from './introduction.ts'
import { type Offers, offersOf, type Reference } from './offers.ts'
import { type Content, outcomeOf, type Presented, type PromptText, present } from './present.ts'
import type { RequestContext } from './request-context.ts'
import { type Reading, type ReadingClient, readResource } from './resources.ts'
import { createTaskHandlers } from './tasks/task-handlers.ts'
import { createToolList, type ToolListOptions } from './tool-list.ts'

/** A resource or prompt that does not exist; each era has its own error code for it. */
export class NotFoundError extends Error {
  override name = 'NotFoundError'

  /** @param uri the resource, as an error may repeat it */
  constructor(
    readonly missing: 'resource' | 'prompt',
    message: string,
    readonly uri = '',
  ) {
    super(message)
  }
}

export type OwnHandlers = ReturnType<typeof createRequestHandlers>

/** What the eras adapt to their SDK: the handlers of this server, or others of the same form. */
export interface RequestHandlers extends Omit<OwnHandlers, 'call' | 'prompt'> {
  call(...args: Parameters<OwnHandlers['call']>): Promise<Presented<Content>>
  prompt(...args: Parameters<OwnHandlers['prompt']>): Promise<PromptText<Content>>
}

type Arguments = Record<string, string>

/**
 * Creates the handlers of all requests, independent of the era. What answers share is created once.
 */
export function createRequestHandlers(options: ToolListOptions) {
  const { tools, structured, lateTools, actorTools } = options
  const offers = offersOf(tools)
  const offered = { offers: offers.hasTool, actorTools }
  const list = createToolList(options)
  const lists = createListAnswers(list, options)
  const announces = lateTools !== undefined
  return {
    ...introduction(tools, { announces, views: lists.hasViews }),
    ...lists,
    /** The tools that there are now, as clients without views see them. */
    get tools() {
      return list.listed()
    },
    lateTools,
    /** Answers about calls that run as tasks; undefined if no tool can be called so. */
    tasks: createTaskHandlers(list, { ...options, offers: offers.hasTool }),
    resourceTemplates: offers.templates.map(({ listed }) => listed),
    prompts: offers.prompts.map(({ needs: _, text: __, ...prompt }) => prompt),
    async call(name: string, args: unknown, context: RequestContext, caller: Caller) {
      const { environment, observe } = context
      const tool = await list.find(name, caller.signal)
      const isKnown = typeof tool !== 'string'
      const recordOutcome = observe?.(isKnown ? tool.name : 'unknown')
      const result = isKnown
        ? await callPaying(tool, args, environment, { ...caller, ...offered })
        : { ok: false as const, text: errorText(new ToolError(tool, ''), environment) }
      recordOutcome?.(caller.signal.aborted ? 'cancelled' : outcomeOf(result))
      return present(result, structured)
    },
    /** @throws {NotFoundError} if there is no such resource, or it cannot be read */
    read: (uri: string, { environment }: RequestContext, caller: ReadingClient) =>
      readContents(uri, { offers, tools, environment, caller }, lists),
    /** @throws {NotFoundError} if there is no such prompt, or an argument is missing */
    prompt: async (name: string, given: Arguments | undefined, { environment }: RequestContext) =>
      findAndFill(offers, name, given ?? {}, environment),
    async complete(
      reference: Reference,
      { name, value }: Record<'name' | 'value', string>,
      given: Arguments | undefined,
      { environment }: RequestContext,
      signal: AbortSignal,
    ) {
      if (!offers.completes(reference, name)) return { completion: NO_VALUES }
      return { completion: await complete(name, value, given ?? {}, { environment, signal }) }
    },
  }
}

async function readContents(uri: string, reading: Reading, { readView }: ListAnswers) {
  try {
    const view = await readView(uri)
    if (view) return { contents: [view] }
    return { contents: [{ uri, ...(await readResource(uri, reading)) }] }
  } catch (error) {
    const shown = redactEcho(uri, reading.environment.redactor)
    throw new NotFoundError('resource', errorText(error, reading.environment), shorten(shown))
  }
}

const NO_VALUES: Awaited<ReturnType<typeof complete>> = { values: [], hasMore: false }

function findAndFill(
  { prompts }: Offers,
  name: string,
  given: Arguments,
  environment: CallEnvironment,
): PromptText {
  const prompt = prompts.find((each) => each.name === name)
  const missing = prompt?.arguments.find((each) => each.required && !given[each.name])
  if (prompt && !missing) return fillPrompt(prompt, given, environment)
  const problem = missing
    ? new ToolError(`Missing argument ${missing.name}.`, '')
    : new ToolError(
        `There is no prompt ${quoted(name)}.`,
        `The prompts are ${prompts.map((each) => each.name).join(', ')}.`,
      )
  throw new NotFoundError('prompt', errorText(problem, environment))
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
