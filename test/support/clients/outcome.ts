import type { FakeRequest } from '../fake-apify/server.ts'
import type { Answer, Client } from './ways.ts'
import type { World } from './world.ts'

/** All that a call did: what its client sees, and what reached Apify. */
export interface Outcome {
  isError: boolean
  text: string
  structured: Record<string, unknown>
  /** The blocks after the first. */
  attached: unknown[]
  /** The requests, each as one text, sorted because some are sent side by side. */
  requests: string[]
}

/** A call as a client sends it. `args` may have any form. */
export interface SentCall {
  tool: string
  args: unknown
  /** Changes Apify before the call. */
  arrange?: ((world: World) => void) | undefined
}

/** Calls a tool in a world that nothing has changed but `arrange`. */
export async function outcomeOf(
  client: Client,
  world: World,
  { tool, args, arrange }: SentCall,
): Promise<Outcome> {
  world.reset()
  arrange?.(world)
  const answer = await client.send(client.message('tools/call', { name: tool, arguments: args }))
  return readOutcome(answer, world)
}

/** Reads what a call did from its answer and from the requests since the last reset. */
export function readOutcome({ result, error }: Answer, { fake }: World): Outcome {
  // What is no call of a tool at all may be refused by either kind of error.
  if (error && error.code !== INVALID_PARAMS)
    throw new Error(`The call ended with a protocol error: ${JSON.stringify(error)}`)
  const [first, ...attached] = result?.content ?? []
  return {
    isError: error !== undefined || result?.isError === true,
    text: error?.message ?? first?.text ?? '',
    structured: result?.structuredContent ?? {},
    attached,
    requests: fake.requests.map(requestText).toSorted(),
  }
}

const INVALID_PARAMS = -32602

function requestText({ method, path, query, headers, body }: FakeRequest): string {
  const options = new URLSearchParams(Object.entries(query).toSorted()).toString()
  const type = headers['content-type'] ?? ''
  return [method, path, options, type, body.toString()].filter((part) => part !== '').join(' ')
}
