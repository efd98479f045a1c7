import { z } from 'zod'
import type { ModelApi } from '../model-api.ts'

const block = z.looseObject({
  type: z.string(),
  content: z
    .union([z.string(), z.array(z.looseObject({ text: z.string().optional() }))])
    .optional(),
  is_error: z.boolean().optional(),
})
const request = z.looseObject({
  messages: z.array(z.looseObject({ content: z.union([z.string(), z.array(block)]) })),
  tools: z
    .array(z.looseObject({ name: z.string(), input_schema: z.record(z.string(), z.unknown()) }))
    .default([]),
})

/** Anthropic's Messages API, with streaming. */
export const anthropic: ModelApi = {
  contentType: 'text/event-stream',
  read(url, body) {
    if (!url.startsWith('/v1/messages?') && url !== '/v1/messages') return undefined
    const { messages, tools } = request.parse(JSON.parse(body))
    if (tools.length === 0) return undefined
    const blocks = messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content))
    const last = blocks.findLast(({ type }) => type === 'tool_result')
    const { content = '', is_error: failed = false } = last ?? {}
    const parts = typeof content === 'string' ? [{ text: content }] : content
    return {
      tools: tools.map(({ name, input_schema }) => ({ name, schema: input_schema })),
      result: parts.map(({ text }) => text ?? '').join('\n'),
      failed,
    }
  },
  call: (id, name, args) =>
    stream(
      id,
      { type: 'tool_use', id: `toolu_${id}`, name, input: {} },
      { type: 'input_json_delta', partial_json: JSON.stringify(args) },
      'tool_use',
    ),
  say: (id, text) =>
    stream(id, { type: 'text', text: '' }, { type: 'text_delta', text }, 'end_turn'),
}

function stream(id: number, content_block: object, delta: object, stop_reason: string): string {
  const message = {
    id: `msg_${id}`,
    type: 'message',
    role: 'assistant',
    model: 'claude',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 1, output_tokens: 1 },
  }
  const end = { delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 1 } }
  return [
    { type: 'message_start', message },
    { type: 'content_block_start', index: 0, content_block },
    { type: 'content_block_delta', index: 0, delta },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', ...end },
    { type: 'message_stop' },
  ]
    .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('')
}
