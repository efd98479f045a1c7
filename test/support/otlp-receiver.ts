import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { onTestFinished } from 'vitest'
import { z } from 'zod'

const attributes = z
  .array(
    z.object({
      key: z.string(),
      value: z.object({
        stringValue: z.string().optional(),
        intValue: z.coerce.number().optional(),
        boolValue: z.boolean().optional(),
      }),
    }),
  )
  .default([])
  .transform((list) =>
    Object.fromEntries(
      list.map(({ key, value }) => [key, value.stringValue ?? value.intValue ?? value.boolValue]),
    ),
  )
const resource = z.object({ attributes })

const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  traceState: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  attributes,
  events: z.array(z.object({ name: z.string() })).default([]),
  status: z.object({ code: z.number().default(0) }).default({ code: 0 }),
})
const traces = z.object({
  resourceSpans: z.array(
    z.object({ resource, scopeSpans: z.array(z.object({ spans: z.array(span) })) }),
  ),
})
export type Span = z.output<typeof span>

const point = z.object({
  attributes,
  asInt: z.coerce.number().optional(),
  asDouble: z.number().optional(),
  count: z.coerce.number().optional(),
  sum: z.number().optional(),
})
const metric = z.object({
  name: z.string(),
  sum: z.object({ dataPoints: z.array(point) }).optional(),
  histogram: z.object({ dataPoints: z.array(point) }).optional(),
})
const metrics = z.object({
  resourceMetrics: z.array(
    z.object({ resource, scopeMetrics: z.array(z.object({ metrics: z.array(metric) })) }),
  ),
})

/** What was sent at once. */
interface Received {
  path: string | undefined
  type: string | undefined
  headers: Record<string, unknown>
  text: string
}

/**
 * Receives OTLP over HTTP, as a collector does.
 * @param options.answers whether it answers at all
 * @param options.refuses whether it answers 401, and repeats the headers that it got
 */
export async function startReceiver({ answers = true, refuses = false } = {}) {
  const received: Received[] = []
  const arrivals = new EventEmitter()
  const server = createServer(async (request, response) => {
    const body = await buffer(request)
    const isPacked = request.headers['content-encoding'] === 'gzip'
    const text = (isPacked ? gunzipSync(body) : body).toString('utf8')
    const { url: path, headers } = request
    received.push({ path, type: headers['content-type'], headers, text })
    arrivals.emit('arrival')
    if (answers)
      response
        .writeHead(refuses ? 401 : 200, { 'content-type': 'application/json' })
        .end(refuses ? JSON.stringify(headers) : '{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = z.object({ port: z.number() }).parse(server.address())
  const jsonOf = (path: string): unknown[] =>
    received.filter((one) => one.path === path).map(({ text }) => JSON.parse(text))
  const resourceSpans = () =>
    jsonOf('/v1/traces').flatMap((json) => traces.parse(json).resourceSpans)
  const resourceMetrics = () =>
    jsonOf('/v1/metrics').flatMap((json) => metrics.parse(json).resourceMetrics)
  return {
    url: `http://127.0.0.1:${address.port}`,
    received,
    /** Resolves when something has arrived. */
    async arrived(): Promise<void> {
      if (received.length === 0) await once(arrivals, 'arrival')
    },
    /** The spans that were sent as JSON. */
    spans: (): Span[] =>
      resourceSpans().flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
    /** The attributes of what has sent spans. */
    resources: () => resourceSpans().map((one) => one.resource.attributes),
    /** The points of a metric, as they were sent last. */
    points: (name: string) =>
      resourceMetrics()
        .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
        .filter((one) => one.name === name)
        .flatMap(({ sum, histogram }) => (sum ?? histogram)?.dataPoints ?? []),
  }
}

/** Returns variables that make a server send all to a receiver, as JSON. */
export function jsonTo({ url }: { url: string }): Record<string, string> {
  return { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }
}
