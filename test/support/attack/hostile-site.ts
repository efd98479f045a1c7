import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { onTestFinished } from 'vitest'

type Answer = (response: ServerResponse, request: IncomingMessage) => void

/** Returns an answer that is a Markdown text. */
export const markdown =
  (text: string): Answer =>
  (response) =>
    void response.writeHead(200, { 'content-type': 'text/markdown' }).end(text)

/** Returns an answer that leads elsewhere. */
export const redirect =
  (location: string): Answer =>
  (response) =>
    void response.writeHead(302, { location }).end()

/** Starts a site on loopback that answers each path as the test says. It stops after the test. */
export async function startHostileSite(answers: Record<string, Answer> = {}) {
  const paths: string[] = []
  let sentBytes = 0
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    paths.push(path)
    const answer = answers[path] ?? ((missing) => void missing.writeHead(404).end('Not found'))
    answer(response, request)
  })
  function* repeat(line: string) {
    const chunk = Buffer.from(line.repeat(Math.ceil(65_536 / line.length)))
    for (;;) {
      sentBytes += chunk.length
      yield chunk
    }
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paths,
    /** How many bytes of texts without an end were taken. */
    sentBytes: () => sentBytes,
    set(path: string, answer: Answer) {
      answers[path] = answer
    },
    /** Answers a path with a text that goes on as long as somebody reads it. */
    setEndless(path: string, line: string, headers: Record<string, string> = {}) {
      answers[path] = (response) => {
        response.writeHead(200, { 'content-type': 'text/markdown', ...headers })
        Readable.from(repeat(line))
          .on('error', () => {})
          .pipe(response)
      }
    },
  }
}
