import { encode } from 'gpt-tokenizer/encoding/o200k_base'
import { z } from 'zod'
import type { Server } from '../process.ts'

/** What an agent keeps in its context, in tokens. What does not fit ends the task. */
export const CONTEXT_TOKENS = 200_000
/** How long clients wait for an answer: the default of the MCP SDKs. */
const TIMEOUT_MS = 60_000
/** Reasons are shown in a table. */
const MAX_REASON_CHARS = 90

const result = z.looseObject({
  content: z.array(
    z.looseObject({
      type: z.string(),
      text: z.string().optional(),
      data: z.string().optional(),
    }),
  ),
  isError: z.boolean().optional(),
})
const contents = z.looseObject({
  contents: z.array(z.looseObject({ text: z.string().optional() })),
})
const listed = z.looseObject({
  tools: z.array(
    z.looseObject({
      name: z.string(),
      inputSchema: z.looseObject({ properties: z.record(z.string(), z.unknown()).optional() }),
      annotations: z.looseObject({ readOnlyHint: z.boolean().optional() }).optional(),
    }),
  ),
})

/** A task ends with this when the agent cannot go on. The message says why. */
export class Unsolved extends Error {
  constructor(reason: string) {
    super(reason.replace(/\s+/g, ' ').slice(0, MAX_REASON_CHARS))
  }
}

/** What an agent reads of a result. */
export interface Reply {
  /** The text blocks. */
  texts: string[]
  /** The images, decoded. */
  images: Buffer[]
  isError: boolean
}

export const countTokens = (text: string): number => encode(text).length

/** The agent of one task: it calls a server as a model does, and counts what that costs. */
export class Agent {
  readonly spent = { calls: 0, tokens: 0 }
  readonly tools: z.output<typeof listed>['tools']

  /**
   * @param list the answer to `tools/list`
   * @param timeoutMs how long it waits for an answer
   */
  constructor(
    readonly server: Pick<Server, 'request'>,
    list: unknown,
    readonly timeoutMs = TIMEOUT_MS,
  ) {
    this.tools = listed.parse(list).tools
  }

  /**
   * Calls a tool.
   * @throws {Unsolved} if the result is an error, comes too late or does not fit
   */
  async call(name: string, args: object): Promise<Reply> {
    const reply = await this.tryCall(name, args)
    if (reply.isError) throw new Unsolved(`${name}: ${reply.texts.join(' ')}`)
    return reply
  }

  /** Calls a tool. The result may be an error. */
  async tryCall(name: string, args: object): Promise<Reply> {
    const params = { name, arguments: args }
    const { content, isError = false } = result.parse(await this.ask('tools/call', params))
    const texts = content.flatMap(({ type, text }) => (type === 'text' && text ? [text] : []))
    const images = content.filter(({ type }) => type === 'image')
    this.count(texts)
    return { texts, images: images.map(({ data = '' }) => Buffer.from(data, 'base64')), isError }
  }

  /** Reads a resource as text. */
  async read(uri: string): Promise<string> {
    const answer = contents.parse(await this.ask('resources/read', { uri }))
    const texts = answer.contents.map(({ text = '' }) => text)
    this.count(texts)
    return texts.join('\n')
  }

  private async ask(method: string, params: Record<string, unknown>): Promise<unknown> {
    this.spent.calls++
    this.spent.tokens += countTokens(JSON.stringify(params))
    return inTime(this.server.request(method, params), this.timeoutMs)
  }

  /** Counts what the agent reads. What does not fit is not read, so it does not count. */
  private count(texts: readonly string[]): void {
    const size = countTokens(texts.join('\n'))
    if (this.spent.tokens + size > CONTEXT_TOKENS)
      throw new Unsolved(`does not fit: a result of ${size.toLocaleString('en')} tokens`)
    this.spent.tokens += size
  }
}

/** Waits for an answer as long as a client does. */
async function inTime<T>(answer: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unsolved(`no answer in ${timeoutMs / 1000} s`)), timeoutMs)
  })
  try {
    return await Promise.race([answer, late])
  } catch (error) {
    if (error instanceof Unsolved) throw error
    throw new Unsolved(error instanceof Error ? error.message : String(error))
  } finally {
    clearTimeout(timer)
  }
}
