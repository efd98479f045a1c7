import { metrics, trace } from '@opentelemetry/api'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { afterAll, expect, it, onTestFinished } from 'vitest'
import { createEmbeddedServer } from '../../src/app/embedded-server.ts'
import { seed } from '../support/seeded-server.ts'

afterAll(() => {
  trace.disable()
  metrics.disable()
})

it('a server inside a program sends by the SDK of the program', async () => {
  const exporter = new InMemorySpanExporter()
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  trace.setGlobalTracerProvider(provider)
  const measured = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter: measured })
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }))
  const fake = await seed()
  const options = { token: fake.token, baseUrl: fake.url }
  const [loud, quiet] = [
    await createEmbeddedServer({ ...options, otel: true }),
    await createEmbeddedServer(options),
  ]
  onTestFinished(() => Promise.all([loud.close(), quiet.close()]).then(() => {}))
  await quiet.callTool('whoami')
  expect(exporter.getFinishedSpans()).toEqual([])
  await loud.callTool('whoami')
  const names = exporter.getFinishedSpans().map(({ name }) => name)
  expect(names).toContain('GET /v2/users/me')
  expect(names.at(-1)).toBe('tools/call whoami')
  await reader.forceFlush()
  const found = measured.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics)
  const shown = found.flatMap((scope) => scope.metrics.map(({ descriptor }) => descriptor.name))
  expect(shown).toEqual(['mcp.server.operation.duration', 'apify_agent_tools.calls'])
})
