import { z } from 'zod'
import type { ModelApi } from '../model-api.ts'

const request = z.looseObject({
  input: z.array(
    z.looseObject({
      type: z.string().optional(),
      output: z.union([z.string(), z.array(z.looseObject({ text: z.string() }))]).optional(),
    }),
  ),
  tools: z.array(
    z.looseObject({ name: z.string(), parameters: z.record(z.string(), z.unknown()) }),
  ),
})

/** OpenAI's Responses API, without streaming. */
export const openai: ModelApi = {
  contentType: 'application/json',
  read(_url, body) {
    const { input, tools } = request.parse(JSON.parse(body))
    const { type, output = '' } = input.at(-1) ?? {}
    const blocks = typeof output === 'string' ? [{ text: output }] : output
    return {
      tools: tools.map(({ name, parameters }) => ({ name, schema: parameters })),
      result: type === 'function_call_output' ? blocks.map(({ text }) => text).join('\n') : '',
    }
  },
  call: (id, name, args) =>
    respond(id, {
      type: 'function_call',
      id: `fc_${id}`,
      call_id: `call_${id}`,
      name,
      arguments: JSON.stringify(args),
    }),
  say: (id, text) =>
    respond(id, {
      type: 'message',
      id: `msg_${id}`,
      role: 'assistant',
      content: [{ type: 'output_text', text, annotations: [] }],
    }),
}

function respond(id: number, item: Record<string, unknown>): string {
  return JSON.stringify({
    id: `resp_${id}`,
    object: 'response',
    created_at: 0,
    model: 'gpt-5',
    status: 'completed',
    output: [{ ...item, status: 'completed' }],
    usage: {
      input_tokens: 1,
      output_tokens: 1,
      total_tokens: 2,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens_details: { reasoning_tokens: 0 },
    },
  })
}
