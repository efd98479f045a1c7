import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { onTestFinished } from 'vitest'
import type { OnEnd } from './folder.ts'

/** How a site answers one path. */
export interface DocsAnswer {
  status?: number
  body?: string | Buffer
  headers?: Record<string, string>
  /** Never answers. */
  isSilent?: boolean
  /** Closes the connection in the middle of the body. */
  breaks?: boolean
}

const MARKDOWN = { 'content-type': 'text/markdown; charset=utf-8' }

/** Entries that the tests look for, among many others. */
const KNOWN = `## Platform

- [Actors](/platform/actors.md): Serverless programs that run in the cloud.
- [Proxy](/platform/proxy.md): Change the IP address of your requests: datacenter, residential, Google SERP.
* [Actor memory and CPU](/platform/actors/memory.md "Memory")  -  How much memory a run gets, and how much CPU comes with it.
+ [Schedules](platform/schedules.md)
- [\`Actor.pushData()\` \\[JS\\]](/sdk/js/push-data_(v3).md): Stores rows in the
  default dataset of a run.

### Integrations

- [Webhooks](/platform/webhooks.md?utm_source=llms#top): Call an address when a run ends.
1. [Zapier](/platform/zapier)
- [Elsewhere](https://elsewhere.example/page.md): Of another host.
- [Broken](: no address
- [Proxy again](/platform/proxy.md): The same page twice.
- no link at all
`

/** Returns an index of real size: about 1500 pages, CRLF, a byte order mark, missing descriptions. */
export function largeIndex(count = 1500): string {
  const topics = ['dataset', 'request queue', 'build', 'token', 'crawler', 'session', 'storage']
  const lines = Array.from({ length: count }, (_, i) => {
    const topic = topics[i % topics.length]
    const description = i % 3 === 0 ? '' : `: Reference ${i} of the ${topic} in the API. `.repeat(3)
    return `- [${topic} reference ${i}](/api/v2/${topic?.replace(' ', '-')}-${i}.md)${description}`
  })
  const text = `# Documentation\n\n> All about it.\n\n${KNOWN}\n## API\n\n${lines.join('\n')}\n`
  return `\ufeff${text.replaceAll('\n', '\r\n')}`
}

/** A messy page of about 100 kB: front matter, code with headings, tables, HTML, unclosed marks. */
export function largePage(): string {
  const section = (i: number) =>
    `## Section ${i}: *memory* & \`cpu\` [link](../x.md)\n\n${'Straße 日本 🚀 text with <b>HTML & <unclosed. '.repeat(20)}\n\n\`\`\`bash\n# not a heading ${i}\n\`\`\`\n\n| a | b |\n|---|\n| ${i} | \\| |\n\n`
  return `\ufeff---\r\ntitle: "Memory and CPU"\r\nurl: https://x/\r\n---\r\n\r\n# Memory and CPU\r\n\r\n${Array.from({ length: 95 }, (_, i) => section(i)).join('')}The end.`
}

/** Starts a site on loopback that has an index and what the test sets. It stops after the test, or when `onEnd` says. */
export async function startDocsSite(index = largeIndex(), onEnd: OnEnd = onTestFinished) {
  const answers = new Map<string, DocsAnswer>([['/llms.txt', { body: index }]])
  const requests: { path: string; headers: IncomingMessage['headers'] }[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    requests.push({ path, headers: request.headers })
    reply(response, answers.get(path) ?? { status: 404, body: 'Not found' }, request)
    server.emit('asked')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = async () => {
    server.closeAllConnections()
    if (server.listening) await new Promise((resolve) => server.close(resolve))
  }
  onEnd(stop)
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    host,
    url: `http://${host}`,
    requests,
    paths: () => requests.map(({ path }) => path),
    set: (path: string, answer: DocsAnswer) => answers.set(path, answer),
    /** Resolves with the next request. */
    asked: () => once(server, 'asked'),
    /** No connection is accepted any more. */
    stop,
  }
}

function reply(response: ServerResponse, answer: DocsAnswer, request: IncomingMessage): void {
  const { status = 200, body = '', headers = MARKDOWN, isSilent, breaks } = answer
  if (isSilent) return
  if (breaks) {
    response.writeHead(status, { ...headers, 'content-length': 1_000_000 })
    response.write('beginning', () => request.socket.destroy())
    return
  }
  const zips = /\bgzip\b/.test(String(request.headers['accept-encoding']))
  response.writeHead(status, { ...headers, ...(zips && { 'content-encoding': 'gzip' }) })
  response.end(zips ? gzipSync(body) : body)
}
