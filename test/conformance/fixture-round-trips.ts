import { randomBytes } from 'node:crypto'
import {
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  Server,
  type ServerContext,
} from '@modelcontextprotocol/server'
import { z } from 'zod'
import type { RequestHandlers } from '../../src/mcp/request-handlers.ts'

type Question = ReturnType<typeof inputRequired.elicit>
type Questions = Record<string, Question>

const CAPABILITIES = {
  'elicitation/create': 'elicitation',
  'sampling/createMessage': 'sampling',
  'roots/list': 'roots',
}

const STRING = { type: 'string' as const }
const BOOLEAN = { type: 'boolean' as const }

const form = (message: string, field: string, schema: typeof STRING | typeof BOOLEAN = STRING) => {
  const properties = { [field]: schema }
  const requestedSchema = { type: 'object' as const, properties, required: [field] }
  return inputRequired.elicit({ message, requestedSchema })
}
const completion = (text: string) =>
  inputRequired.createMessage({
    messages: [{ role: 'user', content: { type: 'text', text } }],
    maxTokens: 100,
  })

/** What each tool requests from the client in each round, before it returns a result. */
const ROUNDS: Record<string, Questions[]> = {
  test_input_required_result_elicitation: [{ user_name: form('What is your name?', 'name') }],
  test_input_required_result_sampling: [
    { capital_question: completion('What is the capital of France?') },
  ],
  test_input_required_result_list_roots: [{ client_roots: inputRequired.listRoots() }],
  test_input_required_result_request_state: [{ confirm: form('Continue?', 'ok', BOOLEAN) }],
  test_input_required_result_tampered_state: [{ confirm: form('Continue?', 'ok', BOOLEAN) }],
  test_input_required_result_multiple_inputs: [
    {
      user_name: form('What is your name?', 'name'),
      greeting: completion('Write a greeting.'),
      client_roots: inputRequired.listRoots(),
    },
  ],
  test_input_required_result_multi_round: [
    { step1: form('Step 1: what is your name?', 'name') },
    { step2: form('Step 2: what is your favourite colour?', 'color') },
  ],
  test_input_required_result_capabilities: [
    { name: form('What is your name?', 'name'), greeting: completion('Write a greeting.') },
  ],
  test_streaming_elicitation: [{ user_name: form('What is your name?', 'name') }],
}

const PROMPT = 'test_input_required_result_prompt'
const PROMPT_ROUNDS: Questions[] = [{ user_context: form('In which context?', 'context') }]

export const ROUND_TRIP_TOOLS = Object.keys(ROUNDS)

const roundTripRequest = z.object({
  params: z.object({ name: z.enum([PROMPT, ...ROUND_TRIP_TOOLS]) }),
})

/** Tells whether a request is for one of these tools or the prompt. */
export function isRoundTrip(body: unknown): boolean {
  return roundTripRequest.safeParse(body).success
}

const state = z.object({ round: z.int().min(0) })
const codec = createRequestStateCodec({ key: randomBytes(32), ttlSeconds: 60 })

/** Returns a server whose tools request input from the client, in one or more rounds. */
export function createRoundTripServer({ serverInfo, capabilities }: RequestHandlers): Server {
  const server = new Server(serverInfo, { capabilities, requestState: { verify: codec.verify } })
  server.setRequestHandler('tools/call', async ({ params: { name } }, context) => {
    const text = 'Everything was answered: state-ok.'
    return (await nextRound(ROUNDS[name] ?? [], context)) ?? { content: [{ type: 'text', text }] }
  })
  server.setRequestHandler('prompts/get', async (_, context) => {
    const content = { type: 'text' as const, text: 'The prompt that was requested.' }
    return (await nextRound(PROMPT_ROUNDS, context)) ?? { messages: [{ role: 'user', content }] }
  })
  return server
}

/**
 * Returns the request for the next round of input.
 * @returns undefined when everything is answered
 */
async function nextRound(
  rounds: Questions[],
  context: ServerContext,
): Promise<InputRequiredResult | undefined> {
  const { inputResponses, requestState } = context.mcpReq
  const current = state.safeParse(requestState()).data?.round ?? 0
  const requested = rounds[current] ?? {}
  const isAnswered = Object.keys(requested).every(
    (key) => inputResponse(inputResponses, key).kind !== 'missing',
  )
  const round = isAnswered ? current + 1 : current
  const questions = rounds[round]
  if (!questions) return undefined
  return inputRequired({
    inputRequests: answerable(questions, context),
    requestState: await codec.mint({ round }, context),
  })
}

const declared = z.object({ [CLIENT_CAPABILITIES_META_KEY]: z.record(z.string(), z.unknown()) })

/** Returns the questions that the client declares it can answer. */
function answerable(questions: Questions, { mcpReq: { envelope } }: ServerContext): Questions {
  const supported = declared.safeParse(envelope).data?.[CLIENT_CAPABILITIES_META_KEY] ?? {}
  const entries = Object.entries(questions)
  return Object.fromEntries(entries.filter(([, { method }]) => CAPABILITIES[method] in supported))
}
