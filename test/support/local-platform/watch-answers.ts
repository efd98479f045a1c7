import { subscribe } from 'node:diagnostics_channel'
import { IncomingMessage, ServerResponse } from 'node:http'
import { documentedPath, hasApiDescription } from './api-description.ts'
import { differences } from './compare-answer.ts'

/** What was seen of one platform. */
export interface WatchedAnswers {
  /** How its answers differ from the description. */
  found: Set<string>
  /** The operations that it answered, with another status than 501. */
  checked: Set<string>
}

/** Larger bodies are not compared: the tests of bounds have rows by the hundred thousand. */
const MAX_BODY_BYTES = 8 * 1024 * 1024

const watched = new Map<number, WatchedAnswers>()

/**
 * Compares each answer of a platform in this process with the API's description, whoever asks: the
 * test, a client, or an Actor. Nothing is found without the description.
 */
export function watchAnswers(baseUrl: string): WatchedAnswers {
  const answers: WatchedAnswers = { found: new Set(), checked: new Set() }
  watched.set(Number(new URL(baseUrl).port), answers)
  return answers
}

// Node tells of each request before the server's own code gets it.
if (hasApiDescription) subscribe('http.server.request.start', onRequest)

function onRequest(event: unknown): void {
  if (typeof event !== 'object' || event === null) return
  const { request, response }: { request?: unknown; response?: unknown } = event
  if (!(request instanceof IncomingMessage) || !(response instanceof ServerResponse)) return
  const answers = watched.get(request.socket.localPort ?? 0)
  if (answers) watch(request, response, answers)
}

/** Looks at what is written into a response, and compares it when all of it was. */
function watch(message: IncomingMessage, response: ServerResponse, answers: WatchedAnswers): void {
  const { method, path } = targetOf(message)
  const body = new KeptBody()
  let headers: Record<string, string> = {}
  const { writeHead, write, end } = response
  const own = {
    writeHead(status: number, ...rest: unknown[]) {
      headers = lowerCase(rest.find((one) => typeof one === 'object' && one !== null) ?? {})
      return Reflect.apply(writeHead, response, [status, ...rest])
    },
    write(...args: unknown[]) {
      body.add(args[0], headers)
      return Reflect.apply(write, response, args)
    },
    end(...args: unknown[]) {
      body.add(args[0], headers)
      return Reflect.apply(end, response, args)
    },
  }
  Object.assign(response, own)
  response.once('finish', () => {
    const { statusCode: status } = response
    if (status !== 501) answers.checked.add(`${method} ${documentedPath(path)}`)
    const answer = { method, path, status, headers, body: body.text(headers) }
    for (const one of differences(answer)) answers.found.add(one)
  })
}

/** The body of an answer in JSON. Others pass: a log may last as long as its run. */
class KeptBody {
  private readonly chunks: Buffer[] = []
  private size = 0

  add(chunk: unknown, headers: Record<string, string>): void {
    if (!isJson(headers) || this.size > MAX_BODY_BYTES) return
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return
    const bytes = Buffer.from(chunk)
    this.size += bytes.length
    this.chunks.push(bytes)
  }

  text(headers: Record<string, string>): string | undefined {
    const isEncoded = headers['content-encoding'] !== undefined
    const isKept = isJson(headers) && !isEncoded && this.size <= MAX_BODY_BYTES
    return isKept ? Buffer.concat(this.chunks).toString() : undefined
  }
}

function isJson(headers: Record<string, string>): boolean {
  return headers['content-type']?.startsWith('application/json') ?? false
}

function lowerCase(headers: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  )
}

/** Clients that can only send GET name another method in the query. */
function targetOf({ method = '', url = '' }: IncomingMessage): { method: string; path: string } {
  const [path = '', query = ''] = url.split('?', 2)
  const override = method === 'GET' && new URLSearchParams(query).get('method')?.toUpperCase()
  return { method: override || method, path }
}
