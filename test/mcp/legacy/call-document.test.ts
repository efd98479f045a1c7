import { describe, expect, it } from 'vitest'
import { answerCall } from '../../../src/mcp/legacy/call-document.ts'
import type { RequestHandlers } from '../../../src/mcp/request-handlers.ts'
import type { Caller } from '../../../src/tool-call/caller.ts'
import { answerIn, call, post, startHttp } from '../../support/http.ts'
import { seed } from '../../support/seeded-server.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** Calls of all kinds: what they answer, what they are refused for, and what a client may add to them. */
const CALLS = {
  'a result': call(1, 'get_run', { runId: 'run1' }),
  'a result, by an id that is text': call('äöü', 'list_dataset_items', { datasetId: 'data1' }),
  'an image': call(2, 'get_record', { storeId: 'store1', recordKey: 'image' }),
  'an error of a tool': call(3, 'get_run', { runId: 'none' }),
  'arguments that a tool does not have': call(4, 'get_run', { run: 'run1' }),
  'a tool that does not exist': call(5, 'no_such_tool'),
  'no arguments': { jsonrpc: '2.0', id: 6, method: 'tools/call', params: { name: 'whoami' } },
  'no params': { jsonrpc: '2.0', id: 7, method: 'tools/call' },
  'no name': { jsonrpc: '2.0', id: 8, method: 'tools/call', params: { arguments: {} } },
  'arguments in a list': { ...call(9, 'whoami'), params: { name: 'whoami', arguments: [1] } },
  'arguments that are null': { ...call(9, 'whoami'), params: { name: 'whoami', arguments: null } },
  'metadata that is none': { ...call(10, 'whoami'), params: { name: 'whoami', _meta: 'none' } },
  'a field that no version has': {
    ...call(11, 'whoami'),
    params: { name: 'whoami', more: { a: 1 } },
  },
  'a task': { ...call(12, 'whoami'), params: { name: 'whoami', task: { ttl: 1000 } } },
  'a task that is none': { ...call(13, 'whoami'), params: { name: 'whoami', task: 'yes' } },
  progress: call(14, 'get_run', { runId: 'run1', waitSecs: 1 }, { progressToken: 'p' }),
}

describe('a call in the versions with a handshake', () => {
  it.each([undefined, '2025-03-26', '2025-11-25'])(
    'is answered alike as a document and as a stream, with the version %s',
    async (version) => {
      const fake = await seed()
      fake.records.set('store1/image', { body: PNG, contentType: 'image/png' })
      const { url } = await startHttp({ fake })
      const answerAs = async (accept: string, message: object) => {
        const headers = { accept, ...(version && { 'mcp-protocol-version': version }) }
        const response = await post(url, message, { token: fake.token, headers })
        return { status: response.status, answer: await answerIn(response) }
      }
      for (const [name, message] of Object.entries(CALLS)) {
        const document = await answerAs('application/json', message)
        expect(document, name).toEqual(await answerAs('text/event-stream', message))
      }
    },
  )
})

it('waits for a run as long as in a stream if the client asks for progress', async () => {
  const callerOf = async (meta: { progressToken?: number }) => {
    let caller: Caller | undefined
    const call = async (...[, , , given]: Parameters<RequestHandlers['call']>) => {
      caller = given
      return { content: [] }
    }
    const params = { name: 'x', _meta: meta }
    const request = { jsonrpc: '2.0', id: 1, method: 'tools/call', params } as const
    await answerCall({ call } as never, request, { onStart() {} } as never)
    return caller
  }
  expect(await callerOf({ progressToken: 0 })).toHaveProperty('progress')
  expect(await callerOf({})).not.toHaveProperty('progress')
})
