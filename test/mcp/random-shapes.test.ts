import type { IncomingMessage } from 'node:http'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createRedactor } from '../../src/exit/redact.ts'
import type { ClientConnection } from '../../src/mcp/channel.ts'
import { createEraDispatch } from '../../src/mcp/http/era-dispatch.ts'
import { HttpError } from '../../src/mcp/http/http-error.ts'
import { parsePost } from '../../src/mcp/http/parse-post.ts'
import { createRequestHandlers, type RequestHandlers } from '../../src/mcp/request-handlers.ts'
import { serveConnection } from '../../src/mcp/serve-connection.ts'
import type { CallEnvironment } from '../../src/tool-call/call-environment.ts'
import { tools } from '../../tools/index.ts'
import { envelope } from '../support/modern-messages.ts'
import { propertyRuns } from '../support/property-runs.ts'
import { MODERN } from '../support/protocol-versions.ts'

const client = { name: 'a', version: '1', title: 'A', icons: [{ src: 'a', sizes: ['1x1'] }] }
const capabilities = {
  roots: { listChanged: true },
  sampling: { tools: {} },
  elicitation: { form: { applyDefaults: true }, url: {} },
  experimental: { a: { b: 1 } },
  tasks: { requests: { elicitation: { create: {} } } },
}
const page = { cursor: 'a', _meta: { progressToken: 1 } }
const REQUESTS: [method: string, params: object][] = [
  ['initialize', { protocolVersion: '2025-11-25', capabilities, clientInfo: client }],
  ['ping', page],
  ['server/discover', {}],
  ['tools/list', page],
  ['tools/call', { name: 'whoami', arguments: { a: 1 }, task: { ttl: 1 }, ...page }],
  [
    'tools/call',
    { name: 'whoami', inputResponses: { a: { action: 'accept' } }, requestState: 'a' },
  ],
  ['resources/list', page],
  ['resources/templates/list', page],
  ['resources/read', { uri: 'apify://run/a/log' }],
  ['prompts/list', page],
  ['prompts/get', { name: 'debug_run', arguments: { runId: 'a' } }],
  [
    'completion/complete',
    {
      ref: { type: 'ref/prompt', name: 'debug_run' },
      argument: { name: 'runId', value: 'a' },
      context: { arguments: { a: 'b' } },
    },
  ],
  ['logging/setLevel', { level: 'info' }],
]
const meta = { 'io.modelcontextprotocol/clientCapabilities': capabilities }

const requests = fc.constantFrom(...REQUESTS).chain(([method, params]) =>
  fc.constantFrom(params, { ...params, ...envelope(MODERN, meta) }).chain((params) => {
    const places = [[], ...pathsOf(params)]
    return fc
      .tuple(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 2 }))
      .map(([path, value]) => ({ jsonrpc: '2.0', method, params: withValue(params, path, value) }))
  }),
)

/** Returns the path of every value in an object. */
function pathsOf(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [
    [key],
    ...pathsOf(inner).map((path) => [key, ...path]),
  ])
}

function withValue(into: unknown, [key, ...path]: string[], value: unknown): unknown {
  if (key === undefined) return value
  const inner = Reflect.get(Object(into), key)
  return Object.assign(structuredClone(into) as object, { [key]: withValue(inner, path, value) })
}

const environment = {
  settings: { mode: 'cloud', readOnly: false, maxResultTokens: 8000 },
  secret: () => undefined,
  redactor: createRedactor(() => []),
} as Partial<CallEnvironment> as CallEnvironment
const handlers: RequestHandlers = {
  ...createRequestHandlers({ tools, structured: true }),
  call: async () => ({ content: [] }),
  read: async () => ({ contents: [] }),
  complete: async () => ({ completion: { values: [], hasMore: false } }),
}

/** An error is one sentence, and the server's fault is none of a client. */
function expectPlain(answer: unknown): void {
  const { error, result } = Object(answer)
  expect(error ?? result).toBeDefined()
  if (error === undefined) return
  expect([-32600, -32601, -32602, -32002, -32020, -32021, -32022]).toContain(error.code)
  expect(error.message).toMatch(/^[^\n]{1,400}$/)
  expect(error.message).not.toMatch(/"code"|"path"|invalid_type|Invalid input/)
}

it('a request over stdio with a random value somewhere gets one answer, in a sentence', async () => {
  const answers = new Map<unknown, unknown[]>()
  const waiting = new Map<unknown, () => void>()
  const connection: ClientConnection = {
    start: async () => {},
    close: async () => {
      throw new Error('The server closed the connection.')
    },
    async send(message) {
      const { id } = Object(message)
      answers.set(id, [...(answers.get(id) ?? []), message])
      waiting.get(id)?.()
    },
  }
  await serveConnection(
    connection,
    () => handlers,
    { environment },
    () => {},
  )
  let id = 0
  const ask = async (request: object) => {
    const own = ++id
    const answered = new Promise<void>((resolve) => waiting.set(own, resolve))
    connection.onmessage?.({ ...request, id: own })
    await answered
    return answers.get(own)?.[0]
  }
  const check = fc.asyncProperty(requests, async (request) => expectPlain(await ask(request)))
  await fc.assert(check, propertyRuns(1000))
  expect([...answers.values()].filter((each) => each.length > 1)).toEqual([])
  expect(answers.size).toBe(id)
})

it('a request over HTTP with a random value somewhere gets one answer, in a sentence', async () => {
  const dispatch = createEraDispatch(() => handlers)
  const ask = async (message: { method: string; params: unknown }, version: string) => {
    const { name, uri } = Object(message.params)
    const headers = {
      'mcp-protocol-version': version,
      'mcp-method': message.method,
      'mcp-name': String(name ?? uri),
    }
    const { claim, requests } = parsePost({ ...message, id: 1 }, version)
    const [body] = requests
    if (!body) throw new Error('There is no request.')
    const answer = await (await dispatch(claim.era))({
      request: { headers } as unknown as IncomingMessage,
      version: claim.era === 'legacy' ? claim.version : undefined,
      body,
      isSubscription: false,
      form: 'json',
      requestContext: { environment },
      disconnected: () => new AbortController().signal,
      onStart() {},
      declaredViews: () => false,
    })
    return answer instanceof Response ? answer.json() : JSON.parse(answer?.document() ?? 'null')
  }
  const versions = fc.constantFrom('2025-11-25', MODERN)
  const check = fc.asyncProperty(requests, versions, async (request, version) => {
    try {
      expectPlain(await ask(request, version))
    } catch (error) {
      if (!(error instanceof HttpError)) throw error
      expectPlain({ error: { code: error.options.code, message: error.message } })
    }
  })
  await fc.assert(check, propertyRuns(500))
})
