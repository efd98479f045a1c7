import {
  type Attributes,
  type Context,
  context,
  type Meter,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TextMapGetter,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import type { AttemptEnd, SentRequest } from '../apify/types/api-watch.ts'
import type { BegunCall, CallObserver, CallOutcome, CallWatch } from '../tool-call/call-watch.ts'
import { createInstruments, type Instruments } from './instruments.ts'

/** Where spans and measurements go. */
export interface Instrumentation {
  tracer: Tracer
  meter: Meter
  /** What clients reach the server by: `pipe` is stdio, `tcp` is HTTP. Undefined inside another program. */
  transport: 'pipe' | 'tcp' | undefined
}

/** Takes `traceparent` and `tracestate`. Baggage is neither read nor passed on. */
const propagator = new W3CTraceContextPropagator()

const inMeta: TextMapGetter<Readonly<Record<string, unknown>>> = {
  keys: (meta) => Object.keys(meta),
  get(meta, key) {
    const value = meta[key]
    return typeof value === 'string' ? value : undefined
  },
}

/**
 * Returns what makes a span of each call, with a child for each request to the API, by the semantic conventions
 * for MCP and HTTP clients. No span holds an argument, a result, or the path of a request.
 */
export function spanObserver({ tracer, meter, transport }: Instrumentation): CallObserver {
  const instruments = createInstruments(meter)
  return { begin: (call) => beginSpan(call, { tracer, instruments, transport }) }
}

interface SpanOptions extends Pick<Instrumentation, 'tracer' | 'transport'> {
  instruments: Instruments
}

function beginSpan(
  { tool, method, meta }: BegunCall,
  { tracer, instruments, transport }: SpanOptions,
): CallWatch {
  const named = { 'mcp.method.name': method, 'gen_ai.tool.name': tool.name }
  const attributes = {
    ...named,
    // The conventions have it for calls of tools alone.
    ...(method === 'tools/call' && { 'gen_ai.operation.name': 'execute_tool' }),
    ...(transport && { 'network.transport': transport }),
    ...(transport === 'tcp' && { 'network.protocol.name': 'http' }),
  }
  const { parent, links } = parentOf(meta)
  const options = { kind: SpanKind.SERVER, attributes, links }
  const span = tracer.startSpan(`${method} ${tool.name}`, options, parent)
  const inSpan = trace.setSpan(parent, span)
  return {
    attempt: (request) => beginRequest(tracer, request, inSpan),
    lookedUp: (isFound) =>
      void span.addEvent('apify.write.looked_up', { 'apify.write.found': isFound }),
    runStarted({ runId, actorId }) {
      span.setAttribute('apify.run.id', runId)
      if (actorId !== undefined) span.setAttribute('apify.actor.id', actorId)
    },
    ended({ outcome, durationMs }) {
      const failure = failureOf(outcome)
      end(span, failure, { 'apify_agent_tools.outcome': outcome })
      instruments.ended({ named, outcome, failure, durationMs })
    },
  }
}

/** Returns the span of the client as the parent, and a link to that of the program; else that of the program. */
function parentOf(meta: BegunCall['meta']) {
  const active = context.active()
  const remote = propagator.extract(ROOT_CONTEXT, meta ?? {}, inMeta)
  if (!trace.getSpanContext(remote)) return { parent: active, links: [] }
  const own = trace.getSpanContext(active)
  return { parent: remote, links: own ? [{ context: own }] : [] }
}

function beginRequest(tracer: Tracer, request: SentRequest, parent: Context) {
  const { method, route, host, port, retries } = request
  const attributes: Attributes = {
    'http.request.method': method,
    'url.template': route,
    'server.address': host,
    ...(port !== undefined && { 'server.port': port }),
    ...(retries > 0 && { 'http.request.resend_count': retries }),
  }
  const options = { kind: SpanKind.CLIENT, attributes }
  const span = tracer.startSpan(`${method} ${route}`, options, parent)
  return ({ status, failure }: AttemptEnd) => {
    const isError = status === undefined || status >= 400
    const type = isError && status !== undefined ? String(status) : failure
    end(span, type, status === undefined ? {} : { 'http.response.status_code': status })
  }
}

/** Ends a span, as an error if it has the type of one. */
function end(span: Span, errorType: string | undefined, attributes: Attributes): void {
  span.setAttributes(attributes)
  if (errorType !== undefined) {
    span.setAttribute('error.type', errorType)
    span.setStatus({ code: SpanStatusCode.ERROR })
  }
  span.end()
}

/** Returns the `error.type` of a call: a result with `isError` is a `tool_error`. */
function failureOf(outcome: CallOutcome): string | undefined {
  if (outcome === 'ok' || outcome === 'asked') return undefined
  return outcome === 'cancelled' ? 'cancelled' : 'tool_error'
}
