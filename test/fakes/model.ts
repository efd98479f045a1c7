import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { startRecorder } from './server.ts'

const asked = z.looseObject({
  input: z.unknown(),
  tools: z.array(z.looseObject({ name: z.string() })),
})

/**
 * OpenAI's Responses API as a model without a mind: it calls one tool, then says what came back.
 * @returns the address for OPENAI_BASE_URL
 */
export async function startModel(name: string, args: object): Promise<string> {
  let count = 0
  const model = await startRecorder((_, response) => {
    response.writeHead(404).end()
    return undefined
  })
  onTestFinished(() => model.close())
  model.on('POST /v1/responses', ({ body }, response) => {
    const { input, tools } = asked.parse(JSON.parse(body.toString()))
    const offered = tools.some((tool) => tool.name === name)
    const heard = JSON.stringify(input)
    const id = `${++count}`
    const text = heard.includes('function_call_output') ? heard : `There is no tool ${name}.`
    const said =
      offered && text !== heard
        ? { type: 'function_call', call_id: `call${id}`, name, arguments: JSON.stringify(args) }
        : {
            type: 'message',
            role: 'assistant',
            content: [{ type: 'output_text', text, annotations: [] }],
          }
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify({
        id: `response${id}`,
        object: 'response',
        created_at: 1,
        model: 'model',
        status: 'completed',
        output: [{ id: `output${id}`, status: 'completed', ...said }],
        usage: {
          input_tokens: 1,
          output_tokens: 1,
          total_tokens: 2,
          input_tokens_details: { cached_tokens: 0 },
          output_tokens_details: { reasoning_tokens: 0 },
        },
      }),
    )
    return undefined
  })
  return `${model.url}/v1`
}
