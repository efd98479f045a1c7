import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  createServer,
  type IncomingMessage,
  request as openRequest,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'
import type { OnEnd } from './folder.ts'

const FOLDER = fileURLToPath(new URL('../prism', import.meta.url))
const PRISM = join(FOLDER, 'node_modules/@stoplight/prism-cli/dist/index.js')

/** What Prism says of a request whose body has no bytes. */
const NO_BODY = ': Body parameter is required'

/** What Prism says of an exchange, in the header of its answer. */
const violations = z.array(z.object({ location: z.array(z.string()), message: z.string() }))

/** A request that Prism judged. */
export interface JudgedRequest {
  /** Such as `GET /v2/datasets?limit=5`. */
  request: string
  /** What the description does not allow, one line each. */
  violations: string[]
}

/**
 * Starts Prism as a proxy in front of an API. It compares each request with a description, and passes it
 * on, whatever it finds. Answers are not judged: those of a fake are short.
 * @param description path of an OpenAPI document
 * @param upstream URL of the API
 * @returns the URL for clients, and the requests so far
 */
export async function startPrism(description: string, upstream: string, onEnd: OnEnd) {
  const args = [PRISM, 'proxy', '--port', '0', description, upstream]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  onEnd(async () => {
    child.kill()
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close')
  })
  const prism = await listeningUrl(child)
  const judged: JudgedRequest[] = []
  const relay = createServer((incoming, response) => {
    pass(incoming, response, prism, judged).catch((error) => response.destroy(error))
  })
  relay.listen(0, '127.0.0.1')
  await once(relay, 'listening')
  onEnd(async () => {
    relay.closeAllConnections()
    relay.close()
  })
  return { url: `http://127.0.0.1:${(relay.address() as AddressInfo).port}`, judged }
}

async function listeningUrl({ stdout, stderr }: ChildProcess): Promise<string> {
  if (!stdout || !stderr) throw new Error('Prism has no pipes')
  const lines: string[] = []
  stderr.on('data', (chunk) => lines.push(String(chunk)))
  for await (const line of createInterface({ input: stdout })) {
    lines.push(line)
    const [url] = /(?<=listening on )http\S+/.exec(line) ?? []
    if (url === undefined) continue
    stdout.resume()
    return url
  }
  throw new Error(`Prism did not start: ${lines.join('\n')}`)
}

/** Sends a request through Prism, not compressed, since it reads no compressed ones. */
async function pass(
  incoming: IncomingMessage,
  response: ServerResponse,
  prism: string,
  judged: JudgedRequest[],
): Promise<void> {
  const { method = '', url = '' } = incoming
  const { 'content-encoding': encoding, 'content-length': _, ...headers } = incoming.headers
  const body = await readAll(encoding === 'gzip' ? incoming.pipe(createGunzip()) : incoming)
  const onward = openRequest(`${prism}${url}`, {
    method,
    headers: { ...headers, ...(body.length > 0 && { 'content-length': body.length }) },
  })
  onward.end(body)
  const [answer]: IncomingMessage[] = await once(onward, 'response')
  if (!answer) return
  // An empty text is a body, which Prism takes for none.
  const isEmptyText = body.length === 0 && headers['content-type'] !== undefined
  const found = violationsOf(answer).filter((each) => !isEmptyText || each !== NO_BODY)
  judged.push({ request: `${method} ${url}`, violations: found })
  response.writeHead(answer.statusCode ?? 500, answer.headers)
  answer.pipe(response)
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of stream) parts.push(part)
  return Buffer.concat(parts)
}

function violationsOf({ headers }: IncomingMessage): string[] {
  const given = headers['sl-violations']
  if (given === undefined) return []
  return violations
    .parse(JSON.parse(String(given)))
    .filter(({ location }) => location[0] === 'request')
    .map(({ location, message }) => `${location.slice(1).join('.')}: ${message}`)
}
