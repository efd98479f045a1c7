import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { CallToolRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, it } from 'vitest'
import { JsonTransport } from '../../../src/mcp/legacy/json-transport.ts'

const CALL = { jsonrpc: '2.0', id: 'a', method: 'tools/call', params: { name: 'wait' } } as const

/** Returns the transport of a server whose tool is in the hand of the test. */
async function connected(call: (server: Server) => Promise<void>) {
  const server = new Server({ name: 'test', version: '1' }, { capabilities: { tools: {} } })
  server.setRequestHandler(CallToolRequestSchema, async () => {
    await call(server)
    return { content: [] }
  })
  const transport = new JsonTransport()
  await server.connect(transport)
  return { server, transport }
}

describe('an answer as a JSON document', () => {
  it('is the answer alone, without the notifications before it', async () => {
    const { transport } = await connected((server) =>
      server.notification({ method: 'notifications/progress', params: { progress: 1 } }),
    )
    expect(await transport.ask(CALL)).toEqual({ jsonrpc: '2.0', id: 'a', result: { content: [] } })
  })

  it('may be an error', async () => {
    const { transport } = await connected(async () => {})
    const answer = await transport.ask({ ...CALL, method: 'no/such' })
    expect(answer).toMatchObject({ id: 'a', error: { code: -32601 } })
  })

  it('may be given by who ends the call', async () => {
    const { transport } = await connected(() => new Promise(() => {}))
    const answer = transport.ask(CALL)
    const error = { jsonrpc: '2.0', id: 'a', error: { code: -32000, message: 'Ended.' } } as const
    await transport.send(error)
    expect(await answer).toEqual(error)
  })

  it('does not come from a server that is closed', async () => {
    const { server, transport } = await connected(() => new Promise(() => {}))
    const answer = transport.ask(CALL)
    await server.close()
    expect(await answer).toBeUndefined()
  })
})
