import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { listen } from './wire.ts'

/** What a request of an agent shows its model. */
interface Shown {
  tools: { name: string; schema: Record<string, unknown> }[]
  /** All that the model sees of the call that it made last. */
  result: string
  /** Whether that is marked as failed; absent where the API has no such mark. */
  failed?: boolean
}

/** The API of a vendor of models, as far as an agent uses it. */
export interface Dialect {
  contentType: string
  /** Undefined for a request in which the model has nothing to decide. */
  read(url: string, body: string): Shown | undefined
  /** The body of an answer; `id` is another one each time. */
  call(id: number, name: string, args: Record<string, unknown>): string
  say(id: number, words: string): string
}

/** The model's turn: what it is shown, and the answers that it can give. */
export interface Turn extends Shown {
  call(name: string, args: Record<string, unknown>): void
  say(words: string): void
}

/**
 * The model of an agent, played by the test: serves the API of a vendor on loopback. What a
 * framework shows its model is what stands in the requests.
 */
export async function startModel(dialect: Dialect) {
  const turns: Turn[] = []
  const arrivals = new EventEmitter()
  let count = 0
  const server = createServer(async (request, response) => {
    const shown = dialect.read(request.url ?? '', await text(request))
    count += 1
    const id = count
    const answer = (body: string) =>
      response.setHeader('content-type', dialect.contentType).end(body)
    if (!shown) return answer(dialect.say(id, ''))
    turns.push({
      ...shown,
      call: (name, args) => answer(dialect.call(id, name, args)),
      say: (words) => answer(dialect.say(id, words)),
    })
    return arrivals.emit('turn')
  })
  return {
    origin: await listen(server),
    /** The next turn, now or once it comes. */
    async turn(): Promise<Turn> {
      for (;;) {
        const turn = turns.shift()
        if (turn) return turn
        await once(arrivals, 'turn')
      }
    },
  }
}
