import { isAsking } from '../tool-call/call-record.ts'
import type { CallResult } from '../tool-call/caller.ts'
import type { Attachment } from '../tool-call/tool.ts'

export type Outcome = 'ok' | 'error' | 'cancelled' | 'asked'

type Text = { type: 'text'; text: string }

/** A content block of any kind in MCP; this server uses fewer. */
export type Content =
  | Text
  | Attachment
  | { type: 'audio'; data: string; mimeType: string }
  | { type: 'resource'; resource: { uri: string; mimeType: string; text: string } }

/** What `prompts/get` answers. */
export interface PromptText<Block = Text> extends Record<string, unknown> {
  description: string
  messages: { role: 'user'; content: Block }[]
}

/** What `tools/call` answers. */
export interface Presented<Block = Text | Attachment> extends Record<string, unknown> {
  content: Block[]
  /** The first block, if it is a text, is the JSON of this. */
  structuredContent?: Record<string, unknown>
  isError?: boolean
  _meta?: Record<string, unknown>
}

/** Returns what became of a call, for the metrics. */
export function outcomeOf(result: CallResult): Outcome {
  if (result.ok) return 'ok'
  return isAsking(result) ? 'asked' : 'error'
}

/** Returns a result as JSON. That of its structured content is its text, and takes long to write once more. */
export function presentedJson(result: Presented<Content>): string {
  const { structuredContent, ...rest } = result
  const [first] = rest.content
  if (structuredContent === undefined || first?.type !== 'text') return JSON.stringify(result)
  return `${JSON.stringify(rest).slice(0, -1)},"structuredContent":${first.text}}`
}

/** Returns the result of a call in the form that every revision has for it. */
export function present(result: CallResult, structured: boolean): Presented {
  const meta = result.meta && { _meta: result.meta }
  if (!result.ok) return { ...failure(result), isError: true, ...meta }
  return {
    content: [{ type: 'text', text: result.text }, ...result.attachments],
    ...(structured && { structuredContent: result.structured }),
    ...meta,
  }
}

/** Terms of payment have both forms, whatever else has (x402, `specs/transports-v2/mcp.md`). */
function failure({ text, terms }: { text: string; terms?: Record<string, unknown> }): Presented {
  if (!terms) return { content: [{ type: 'text', text }] }
  return { content: [{ type: 'text', text: JSON.stringify(terms) }], structuredContent: terms }
}
