import { randomUUID } from 'node:crypto'
import { DiagLogLevel, diag } from '@opentelemetry/api'
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { z } from 'zod'
import { VERSION } from '../shared/version.ts'
import type { CallObserver } from '../tool-call/call-watch.ts'
import { metricExporter, traceExporter } from './exporters.ts'
import { type Instrumentation, spanObserver } from './spans.ts'
import { readOtelVariables, type Variables } from './variables.ts'

const NAME = 'apify-agent-tools'

export interface Telemetry {
  observer: CallObserver
  /** Sends what still waits. The caller limits how long that may take. */
  close(): Promise<void>
}

interface TelemetryOptions extends Pick<Instrumentation, 'transport'> {
  /** Receives what goes wrong with sending. */
  log(line: string): void
}

/**
 * Sets up an SDK that sends traces and metrics as the variables `OTEL_…` say.
 * @returns undefined if they switch it off
 * @throws {UsageError} that names the wrong variable
 */
export function startTelemetry({ transport, log }: TelemetryOptions): Telemetry | undefined {
  const variables = readOtelVariables(process.env)
  if (variables.isDisabled) return undefined
  const warn = (message: string) => log(`OpenTelemetry: ${reasonIn(message)}`)
  const silent = () => {}
  diag.setLogger(
    { error: warn, warn, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  )
  const { tracerProvider, meterProvider } = createProviders(variables)
  return {
    observer: spanObserver({
      tracer: tracerProvider.getTracer(NAME, VERSION),
      meter: meterProvider.getMeter(NAME, VERSION),
      transport,
    }),
    close: async () => {
      await Promise.allSettled([tracerProvider.shutdown(), meterProvider.shutdown()])
    },
  }
}

/** Returns the reason in what the SDK logs of an error: its properties as JSON, the stack first. */
function reasonIn(text: string): string {
  const { data } = failure.safeParse(parseJson(text))
  return data === undefined
    ? text
    : `sending to the collector failed: ${data.message.split('\n')[0]}`
}

const failure = z.looseObject({ stack: z.string(), message: z.string() })

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function createProviders({
  traces,
  metrics,
  exportIntervalMillis,
  exportTimeoutMillis,
}: Variables) {
  const resource = resourceFromAttributes({
    'service.name': NAME,
    'service.version': VERSION,
    // Of several processes each measures its own calls.
    'service.instance.id': randomUUID(),
  }).merge(detectResources({ detectors: [envDetector] }))
  const tracerProvider = new BasicTracerProvider({
    resource,
    spanProcessors: traces ? [new BatchSpanProcessor(traceExporter(traces))] : [],
  })
  const meterProvider = new MeterProvider({
    resource,
    readers: metrics
      ? [
          new PeriodicExportingMetricReader({
            exporter: metricExporter(metrics),
            exportIntervalMillis,
            exportTimeoutMillis,
          }),
        ]
      : [],
  })
  return { tracerProvider, meterProvider }
}
