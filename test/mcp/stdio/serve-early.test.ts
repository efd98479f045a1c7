import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { answersFor, serveEarly } from '../../../src/mcp/stdio/fast-start.ts'
import { READ } from '../../../src/tool-call/tool.ts'

const TOOL = {
  name: 'look',
  title: 'Look',
  description: 'Looks.',
  inputSchema: { type: 'object' as const },
  outputSchema: { type: 'object' as const },
  annotations: READ,
  toolset: 'runs' as const,
}
const VERSIONS = ['2025-11-25', '2025-06-18']

const answersOf = (structured: boolean) => answersFor([TOOL], { versions: VERSIONS, structured })

function start() {
  const input = new PassThrough()
  const output = new PassThrough()
  let warmUps = 0
  const warmUp = async () => {
    warmUps++
  }
  const started = serveEarly(input, output, { answers: answersOf(true), warmUp })
  return { input, output, started, warmUps: () => warmUps }
}

const PING = '{"jsonrpc":"2.0","id":1,"method":"ping"}'
const INITIALIZED = '{"jsonrpc":"2.0","method":"notifications/initialized"}'
const CALL = '{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"look"}}'

describe('answersFor', () => {
  const initialize = (protocolVersion: unknown) =>
    answersOf(true).get('initialize')?.({
      protocolVersion,
      capabilities: {},
      clientInfo: { name: 'a', version: '1' },
    })

  it.each([
    ['2025-06-18', '2025-06-18'],
    ['2024-01-01', '2025-11-25'],
  ])('offers to a client of %s the version %s', (asked, protocolVersion) => {
    expect(initialize(asked)).toMatchObject({ protocolVersion, capabilities: { tools: {} } })
  })

  it('lists output schemas only with structured content', () => {
    const { outputSchema: _, toolset: __, ...text } = TOOL
    const { toolset: ___, ...whole } = TOOL
    expect(answersOf(true).get('tools/list')?.(undefined)).toEqual({ tools: [whole] })
    expect(answersOf(false).get('tools/list')?.({})).toEqual({ tools: [text] })
  })

  it('leaves the list to the full server if tools arrive later', () => {
    const options = { versions: VERSIONS, structured: true, hasLateTools: true }
    const answers = answersFor([TOOL], options)
    expect(answers.get('tools/list')?.(undefined)).toBeUndefined()
    const params = {
      protocolVersion: '',
      capabilities: {},
      clientInfo: { name: 'a', version: '1' },
    }
    const answer = answers.get('initialize')?.(params)
    expect(answer).toHaveProperty('capabilities.tools', { listChanged: true })
  })

  it('lists the tools if calls may change them, and offers to announce that', () => {
    const changing = { ...TOOL, needs: 'list-changes' as const }
    const answers = answersFor([changing], { versions: VERSIONS, structured: true })
    const { needs: _, toolset: __, ...listed } = changing
    expect(answers.get('tools/list')?.(undefined)).toEqual({ tools: [listed] })
    const params = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'a', version: '1' },
    }
    // The tools that are added may be called as tasks.
    expect(answers.get('initialize')?.(params)).toMatchObject({
      capabilities: { tools: { listChanged: true }, tasks: { requests: { tools: { call: {} } } } },
    })
  })

  it.each([
    ['tools/list', { cursor: 'a' }],
    ['ping', { _meta: {} }],
    ['initialize', undefined],
    ['initialize', { protocolVersion: 1, capabilities: {}, clientInfo: {} }],
  ])('leaves %s with %j to the full server', (method, params) => {
    expect(answersOf(true).get(method)?.(params)).toBeUndefined()
  })
})

describe('serveEarly', () => {
  it('answers until a request needs the full server, and leaves that in the input', async () => {
    const { input, output, started } = start()
    input.write(`${PING}\n${INITIALIZED}\n${CALL}\n${PING}\n`)
    expect(await started).toEqual({ client: 'open', replay: [PING, INITIALIZED] })
    expect(String(output.read())).toBe('{"result":{},"jsonrpc":"2.0","id":1}\n')
    expect(String(input.read())).toBe(`${CALL}\n${PING}\n`)
  })

  it('waits for the rest of a line', async () => {
    const { input, output, started } = start()
    input.write(PING.slice(0, 20))
    input.write(`${PING.slice(20)}\n${CALL.slice(0, 9)}`)
    await once(output, 'readable')
    input.write(`${CALL.slice(9)}\n`)
    expect(await started).toEqual({ client: 'open', replay: [PING] })
    expect(String(input.read())).toBe(`${CALL}\n`)
  })

  it.each([
    ['is not JSON', 'nonsense\n'],
    ['is a batch', `[${PING}]\n`],
    ['has other members', '{"jsonrpc":"2.0","id":1,"method":"ping","more":1}\n'],
    ['has no valid id', '{"jsonrpc":"2.0","id":null,"method":"ping"}\n'],
    ['is long', 'x'.repeat(65 * 1024)],
  ])('leaves a message that %s', async (_, line) => {
    const { input, output, started } = start()
    input.write(line)
    expect(await started).toEqual({ client: 'open', replay: [] })
    expect(output.read()).toBeNull()
    expect(String(input.read())).toBe(line)
  })

  it('gives a silent client to the full server if there is nothing to load before', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()]
    input.write(`${PING}\n`)
    const started = await serveEarly(input, output, { answers: answersOf(true) })
    expect(started).toEqual({ client: 'open', replay: [PING] })
    const silent = serveEarly(new PassThrough(), output, { answers: answersOf(true) })
    expect(await silent).toEqual({ client: 'open', replay: [] })
  })

  it('notices that the client closes its input', async () => {
    const { input, started } = start()
    input.end(`${PING}\n`)
    expect(await started).toEqual({ client: 'gone' })
  })

  it('notices that the client no longer reads', async () => {
    const { output, started, warmUps } = start()
    output.destroy(new Error('EPIPE'))
    expect(await started).toEqual({ client: 'gone' })
    expect(warmUps()).toBe(0)
  })
})
