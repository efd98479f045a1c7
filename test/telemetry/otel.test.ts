import { describe, expect, it } from 'vitest'
import { fail, times } from '../support/fake-apify/apify.ts'
import { connectLegacyLog, connectModernLog } from '../support/logging-clients.ts'
import { startServer } from '../support/mcp-client.ts'
import { jsonTo, type Span, startReceiver } from '../support/otlp-receiver.ts'
import { HANDSHAKE, request, startRaw } from '../support/raw-server.ts'
import { seed } from '../support/seeded-server.ts'
import { serveTwo } from '../support/workers.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const PARENT = '00f067aa0ba902b7'
const META = {
  traceparent: `00-${TRACE}-${PARENT}-01`,
  tracestate: 'rojo=00f067aa0ba902b7',
  baggage: 'user=hunter2-in-baggage',
}
const SERVER = 2
const CLIENT = 3
const ERROR = 2
const START = { actorId: 'alice/crawler', input: { password: 'hunter2-hunter2' } }
const named = (spans: Span[], name: string) => spans.filter((one) => one.name === name)

describe('--otel', () => {
  it('sends a span of each call, with a child for each request, as the variables say', async () => {
    const receiver = await startReceiver()
    const fake = await seed()
    fake.on('GET /v2/actor-runs/:id', times(1, fail(503, 'busy', 'Busy.')))
    const env = {
      ...jsonTo(receiver),
      OTEL_SERVICE_NAME: 'shop',
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=k1',
    }
    const { client } = await startServer({ fake, args: ['--otel'], env })
    await client.callTool({ name: 'get_run', arguments: { runId: 'run1' }, _meta: META })
    await client.callTool({ name: 'run_actor', arguments: START, _meta: META })
    await client.callTool({ name: 'get_run', arguments: { runId: 'none' } })
    await client.close()
    await expect.poll(() => receiver.spans().length, { timeout: 20_000 }).toBeGreaterThan(6)
    const spans = receiver.spans()
    const [read, missing] = named(spans, 'tools/call get_run')
    expect(read).toMatchObject({
      traceId: TRACE,
      parentSpanId: PARENT,
      traceState: META.tracestate,
      kind: SERVER,
      status: { code: 0 },
      attributes: {
        'mcp.method.name': 'tools/call',
        'gen_ai.tool.name': 'get_run',
        'gen_ai.operation.name': 'execute_tool',
        'network.transport': 'pipe',
        'apify_agent_tools.outcome': 'ok',
      },
    })
    expect(missing).toMatchObject({
      status: { code: ERROR },
      attributes: { 'error.type': 'tool_error', 'apify_agent_tools.outcome': 'error' },
    })
    expect(missing?.traceId).not.toBe(TRACE)
    const ofRead = spans.filter(({ parentSpanId }) => parentSpanId === read?.spanId)
    const [first, second] = named(ofRead, 'GET /v2/actor-runs/{id}')
    expect(first).toMatchObject({
      kind: CLIENT,
      traceId: TRACE,
      status: { code: ERROR },
      attributes: {
        'http.request.method': 'GET',
        'url.template': '/v2/actor-runs/{id}',
        'http.response.status_code': 503,
        'error.type': '503',
        'server.address': '127.0.0.1',
      },
    })
    expect(second?.attributes).toMatchObject({
      'http.response.status_code': 200,
      'http.request.resend_count': 1,
    })
    expect(named(spans, 'tools/call run_actor')[0]?.attributes).toMatchObject({
      'apify.run.id': 'run1',
    })
    expect(receiver.resources()[0]).toMatchObject({ 'service.name': 'shop' })
    expect(receiver.received[0]?.headers).toMatchObject({ 'x-key': 'k1' })
    const all = JSON.stringify(receiver.received)
    for (const hidden of ['hunter2', fake.token]) expect(all).not.toContain(hidden)
    for (const { headers } of fake.requests) {
      expect(Object.keys(headers)).not.toContain('traceparent')
      expect(JSON.stringify(headers)).not.toMatch(/rojo|hunter2|4bf92f3577b34da6/)
    }
  })

  it('counts and measures calls by tool and outcome', async () => {
    const receiver = await startReceiver()
    const env = jsonTo(receiver)
    const { client, call } = await startServer({ fake: await seed(), args: ['--otel'], env })
    await call('get_run', { runId: 'run1' })
    await call('get_run', { runId: 'run1' })
    await call('get_run', { runId: 'none' })
    await client.close()
    const counts = () =>
      receiver
        .points('apify_agent_tools.calls')
        .map(({ attributes, asInt, asDouble }) => [
          attributes['gen_ai.tool.name'],
          attributes['apify_agent_tools.outcome'],
          asInt ?? asDouble,
        ])
    await expect.poll(counts, { timeout: 20_000 }).toEqual([
      ['get_run', 'ok', 2],
      ['get_run', 'error', 1],
    ])
    const durations = receiver.points('mcp.server.operation.duration')
    expect(durations.map(({ count }) => count)).toEqual([2, 1])
    expect(durations[1]?.attributes).toMatchObject({ 'error.type': 'tool_error' })
  })

  it('continues the trace of a client of 2026-07-28 over HTTP', async () => {
    const receiver = await startReceiver()
    const fake = await seed()
    const options = {
      fake,
      args: ['--otel'],
      env: { ...jsonTo(receiver), OTEL_BSP_SCHEDULE_DELAY: '10' },
    }
    const { call } = await connectModernLog(options, 'HTTP')
    await call('whoami', {}, META)
    await expect
      .poll(() => named(receiver.spans(), 'tools/call whoami'), { timeout: 20_000 })
      .toMatchObject([{ traceId: TRACE, attributes: { 'network.transport': 'tcp' } }])
  })

  it('sends the spans of all workers, each with its own id, before the server ends', async () => {
    const receiver = await startReceiver()
    const { one, two, url, token, child, exited } = await serveTwo(['--otel'], jsonTo(receiver))
    const call = {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'whoami', arguments: {} },
    }
    await one.post(url, call, { token })
    await two.post(url, call, { token })
    child.kill('SIGTERM')
    await exited
    expect(named(receiver.spans(), 'tools/call whoami')).toHaveLength(2)
    const ids = receiver.resources().map((each) => each['service.instance.id'])
    expect(new Set(ids).size).toBe(2)
  }, 60_000)

  it('speaks protobuf by default', async () => {
    const receiver = await startReceiver()
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }
    const { client, call } = await startServer({ fake: await seed(), args: ['--otel'], env })
    await call('whoami')
    await client.close()
    await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBe(2)
    for (const { type } of receiver.received) expect(type).toBe('application/x-protobuf')
    const sent = receiver.received.find(({ path }) => path === '/v1/traces')
    expect(sent?.text).toContain('tools/call whoami')
  })

  it('does not keep the server from ending when the collector does not answer', async () => {
    const receiver = await startReceiver({ answers: false })
    const { child, write, answer, exited } = await startRaw({
      fake: await seed(),
      args: ['--otel'],
      env: jsonTo(receiver),
    })
    write(...HANDSHAKE, request(2, 'tools/call', { name: 'whoami', arguments: {} }))
    await answer(2)
    child.stdin.end()
    await receiver.arrived()
    expect(await exited).toMatchObject({ code: 0 })
  }, 20_000)

  it('says in the log that nobody answers at the address', async () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_BSP_SCHEDULE_DELAY: '10' }
    const { call, stderr } = await startServer({ fake: await seed(), args: ['--otel'], env })
    await call('whoami')
    await expect
      .poll(stderr, { timeout: 20_000 })
      .toContain('OpenTelemetry: sending to the collector failed: connect ECONNREFUSED 127.0.0.1:9')
    expect(stderr()).not.toContain('.js:')
  }, 30_000)
})

it('a client of 2025-11-25 may ask for a log beside it', async () => {
  const receiver = await startReceiver()
  const options = { fake: await seed(), args: ['--otel'], env: jsonTo(receiver) }
  const { client, messages, call } = await connectLegacyLog(options, 'stdio')
  await client.setLoggingLevel('info')
  await call('run_actor', START)
  expect(messages.map(({ data }) => data.message)).toContain('Run started: run1 is SUCCEEDED.')
})
