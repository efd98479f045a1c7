import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { CallToolResultSchema, ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { createMcpHandler } from '@modelcontextprotocol/server'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { z } from 'zod'
import { createBackend } from '../../../src/app/backend.ts'
import { readConfig } from '../../../src/config/config.ts'
import { createServer } from '../../../src/mcp/legacy/server.ts'
import { createModernServer } from '../../../src/mcp/modern/server.ts'
import { createRequestHandlers } from '../../../src/mcp/request-handlers.ts'
import { defineTool, SPEND } from '../../../src/tool-call/tool.ts'
import { MODERN } from '../../support/protocol-versions.ts'

afterEach(() => {
  vi.useRealTimers()
})

/** An environment that asks, and a tool that counts its calls and says whether time is left. */
function prepare() {
  const calls: string[] = []
  const tool = defineTool({
    name: 'spend',
    title: 'Spend',
    description: 'Spends.',
    toolset: 'runs',
    annotations: SPEND,
    confirm: { kind: 'paid', question: () => 'Spend?' },
    input: z.strictObject({}),
    output: z.object({ spent: z.boolean() }),
    async handler() {
      calls.push('spend')
      return { spent: true }
    },
  })
  const env = { APIFY_TOKEN: 'apify_api_ofThisTest', APIFY_API_BASE_URL: 'http://127.0.0.1:9' }
  const environment = createBackend(readConfig(['--confirm=paid'], env), { log: () => {} })
  onTestFinished(() => environment.close())
  return { calls, environment, answers: createRequestHandlers({ tools: [tool], structured: true }) }
}

/** Connects a client that takes requests from the server; the person answers by `reply`. */
async function attach(reply: () => Promise<{ action: 'accept' }>) {
  const { calls, environment, answers } = prepare()
  const [ours, theirs] = InMemoryTransport.createLinkedPair()
  await createServer(answers, { environment }).connect(ours)
  const client = new Client(
    { name: 'test', version: '1.0.0' },
    { capabilities: { elicitation: {} } },
  )
  client.setRequestHandler(ElicitRequestSchema, reply)
  await client.connect(theirs)
  onTestFinished(() => client.close())
  const messages: string[] = []
  const call = async () =>
    CallToolResultSchema.parse(
      await client.callTool({ name: 'spend' }, CallToolResultSchema, {
        resetTimeoutOnProgress: true,
        onprogress: ({ message }) => messages.push(message ?? ''),
      }),
    )
  return { calls, call, messages }
}

describe('a person asked over a bidirectional connection', () => {
  it('may take minutes: the client gets progress, and the call has its full time afterwards', async () => {
    vi.useFakeTimers()
    let say = () => {}
    const said = new Promise<{ action: 'accept' }>((resolve) => {
      say = () => resolve({ action: 'accept' })
    })
    const { calls, call, messages } = await attach(() => said)
    const result = call()
    await vi.advanceTimersByTimeAsync(240_000)
    expect(calls).toEqual([])
    expect(messages.length).toBeGreaterThan(10)
    say()
    await vi.advanceTimersByTimeAsync(0)
    expect((await result).structuredContent).toEqual({ spent: true })
    expect(calls).toEqual(['spend'])
  })

  it('is not waited for after five minutes without an answer', async () => {
    vi.useFakeTimers()
    const { calls, call } = await attach(() => new Promise(() => {}))
    const result = call()
    await vi.advanceTimersByTimeAsync(301_000)
    const { isError, content } = await result
    expect(isError).toBe(true)
    expect(content).toEqual([
      {
        type: 'text',
        text: 'The person did not answer in time; nothing was started. Ask them in the conversation before you call it again.',
      },
    ])
    expect(calls).toEqual([])
  })

  it('has not agreed when the client cannot reach them', async () => {
    const { calls, call } = await attach(() => Promise.reject(new Error('no screen')))
    const { isError, content } = await call()
    expect(isError).toBe(true)
    expect(JSON.stringify(content)).toContain('nothing was started')
    expect(JSON.stringify(content)).not.toContain('no screen')
    expect(calls).toEqual([])
  })
})

it('a yes sent by retry is valid for ten minutes; after that the question is asked again', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const { calls, environment, answers } = prepare()
  const handler = createMcpHandler(() => createModernServer(answers, { environment }))
  const call = async (more: object = {}) => {
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': MODERN,
      'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1.0.0' },
      'io.modelcontextprotocol/clientCapabilities': { elicitation: {} },
    }
    const params = { name: 'spend', arguments: {}, _meta, ...more }
    const request = new Request('http://localhost/mcp', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': MODERN,
        'mcp-method': 'tools/call',
        'mcp-name': 'spend',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
    })
    return answer.parse(await (await handler.fetch(request)).json()).result
  }
  const inputResponses = { confirm: { action: 'accept' } }
  const { requestState } = await call()
  vi.advanceTimersByTime(601_000)
  const late = await call({ inputResponses, requestState })
  expect(late.resultType).toBe('input_required')
  expect(calls).toEqual([])
  vi.advanceTimersByTime(590_000)
  const inTime = await call({ inputResponses, requestState: late.requestState })
  expect(inTime.resultType).toBe('complete')
  expect(calls).toEqual(['spend'])
})

const answer = z.object({
  result: z.looseObject({ resultType: z.string(), requestState: z.string().optional() }),
})
