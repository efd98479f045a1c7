import { metrics, trace } from '@opentelemetry/api'
import { VERSION } from '../shared/version.ts'
import type { CallObserver } from '../tool-call/call-watch.ts'
import { spanObserver } from './spans.ts'

const NAME = 'apify-agent-tools'

/**
 * Returns what sends traces and metrics by the SDK that the program around the server has registered. That
 * program decides where they go, and when; without an SDK they go nowhere.
 */
export function programTelemetry(): CallObserver {
  return spanObserver({
    tracer: trace.getTracer(NAME, VERSION),
    meter: metrics.getMeter(NAME, VERSION),
    transport: undefined,
  })
}
