import { z } from 'zod'
import { countStarts } from './fake-apify/starts.ts'
import { post, startHttp } from './http.ts'
import { MODERN } from './protocol-versions.ts'
import { RUN, seed } from './seeded-server.ts'

/** What a person who agrees answers. */
export const YES = { action: 'accept', content: {} }

const answer = z.object({
  result: z.looseObject({
    resultType: z.string(),
    requestState: z.string().optional(),
    inputRequests: z
      .record(
        z.string(),
        z.looseObject({
          method: z.string(),
          params: z.looseObject({ message: z.string(), requestedSchema: z.unknown() }),
        }),
      )
      .optional(),
  }),
})

/** How a client repeats a call: with what answer, seal, token and capability. */
export interface Repetition {
  said?: object
  state?: string | undefined
  token?: string
  elicitation?: object | undefined
  /** Sends the call. Default: over any connection. */
  send?: typeof post
}

/** Starts servers that ask before `run_actor`; returns them with the calls of a client that may send any answer. */
export async function serveAsking(args: string[] = []) {
  const fake = await seed()
  const starts = countStarts(fake, RUN)
  const start = async () => (await startHttp({ fake, args: ['--confirm=paid', ...args] })).url
  const call = async (url: string, input: object, repetition: Repetition = {}) => {
    const { said, state, token = fake.token, elicitation = {}, send = post } = repetition
    const params = {
      name: 'run_actor',
      arguments: input,
      _meta: {
        'io.modelcontextprotocol/protocolVersion': MODERN,
        'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1.0.0' },
        'io.modelcontextprotocol/clientCapabilities': { elicitation },
      },
      ...(said && { inputResponses: { confirm: said } }),
      ...(state && { requestState: state }),
    }
    const headers = {
      'mcp-protocol-version': MODERN,
      'mcp-method': 'tools/call',
      'mcp-name': 'run_actor',
      accept: 'application/json',
    }
    const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params }
    const { result } = answer.parse(await (await send(url, message, { token, headers })).json())
    return { ...result, state: result.requestState ?? '' }
  }
  return { fake, start, call, started: () => starts('alice~crawler') }
}
