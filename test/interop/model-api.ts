import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { listen } from '../support/listen.ts'

/** What a request of an agent shows to its model. */
interface ModelRequest {
  tools: { name: string; schema: Record<string, unknown> }[]
  /** The result of the model's last call, as the model sees it. */
  result: string
  /** Whether the result is marked as failed. Undefined if the API has no field for that. */
  failed?: boolean
}

/** The part of a model vendor's API that agents use. */
export interface ModelApi {
  contentType: string
  /** Reads a request. Returns undefined if the model has nothing to decide. */
  read(url: string, body: string): ModelRequest | undefined
  /** Returns the body of an answer with a tool call. `id` is unique. */
  call(id: number, name: string, args: Record<string, unknown>): string
  /** Returns the body of an answer with text. */
  say(id: number, text: string): string
}

/** A turn of the model: the request, and the possible answers. */
export interface Turn extends ModelRequest {
  call(name: string, args: Record<string, unknown>): void
  say(text: string): void
}

/**
 * Serves a model vendor's API on loopback, so that the test can play the model. The requests show
 * what a framework shows to its model.
 */
export async function startModel(api: ModelApi) {
  const turns: Turn[] = []
  const arrivals = new EventEmitter()
  let count = 0
  const server = createServer(async (request, response) => {
    const modelRequest = api.read(request.url ?? '', await text(request))
    count += 1
    const id = count
    const answer = (body: string) => response.setHeader('content-type', api.contentType).end(body)
    if (!modelRequest) return answer(api.say(id, ''))
    turns.push({
      ...modelRequest,
      call: (name, args) => answer(api.call(id, name, args)),
      say: (text) => answer(api.say(id, text)),
    })
    return arrivals.emit('turn')
  })
  return {
    origin: await listen(server),
    /** Returns the next turn. Waits for it if there is none yet. */
    async turn(): Promise<Turn> {
      for (;;) {
        const turn = turns.shift()
        if (turn) return turn
        await once(arrivals, 'turn')
      }
    },
  }
}
