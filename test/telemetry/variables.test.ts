import { describe, expect, it } from 'vitest'
import { runProgram } from '../support/built-program.ts'
import { jsonTo, startReceiver } from '../support/otlp-receiver.ts'
import { HANDSHAKE, request, startRaw } from '../support/raw-server.ts'
import { seed } from '../support/seeded-server.ts'

describe('the variables of OpenTelemetry', () => {
  it.each<[args: string[], env: Record<string, string>]>([
    [[], {}],
    [['--otel'], { OTEL_SDK_DISABLED: 'true' }],
    [['--otel'], { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none' }],
  ])('sends nothing with %j and %j', async (args, env) => {
    const receiver = await startReceiver()
    const { write, answer, child, exited } = await startRaw({
      fake: await seed(),
      args,
      env: { ...jsonTo(receiver), ...env },
    })
    write(...HANDSHAKE, request(2, 'tools/call', { name: 'whoami', arguments: {} }))
    expect(await answer(2)).toHaveProperty('result')
    child.stdin.end()
    expect(await exited).toMatchObject({ code: 0, stderr: '' })
    expect(receiver.received).toEqual([])
  })

  it.each([
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc', 'takes http/protobuf or http/json, not "grpc"'],
    ['OTEL_TRACES_EXPORTER', 'console', 'takes otlp or none, not "console"'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318', 'takes an http(s) URL. Write it with its'],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'nonsense', 'takes an http(s) URL.'],
    ['OTEL_METRIC_EXPORT_INTERVAL', 'often', 'takes a whole number of milliseconds'],
  ])('%s=%s is an error', async (name, value, problem) => {
    const env = { PATH: process.env.PATH ?? '', APIFY_TOKEN: 'token', [name]: value }
    const { code, stderr } = await runProgram(['--http', '--port=0', '--otel'], env)
    expect(stderr).toContain(`${name} ${problem}`)
    expect(code).toBe(2)
    const printed = await runProgram(['--otel', '--print-config'], env)
    expect(printed).toMatchObject({ code: 2, stdout: '', stderr })
  })

  it('is an error before a client on stdin is answered', async () => {
    const env = { OTEL_TRACES_EXPORTER: 'console' }
    const { write, messages, exited } = await startRaw({ args: ['--local', '--otel'], env })
    write(...HANDSHAKE)
    const { code, stderr } = await exited
    expect(stderr).toContain('OTEL_TRACES_EXPORTER takes otlp or none, not "console".')
    expect([code, messages]).toEqual([2, []])
  })
})
