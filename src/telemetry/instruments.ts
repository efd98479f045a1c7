import type { Attributes, Meter } from '@opentelemetry/api'
import type { CallOutcome } from '../tool-call/call-watch.ts'

/** Upper bounds of the buckets in seconds (semantic conventions for MCP, `mcp.server.operation.duration`). */
const BUCKETS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300]

/** A call that has ended. */
interface Measured {
  named: Attributes
  outcome: CallOutcome
  failure: string | undefined
  durationMs: number
}

export interface Instruments {
  ended(call: Measured): void
}

/** Creates what counts and measures calls. */
export function createInstruments(meter: Meter): Instruments {
  const durations = meter.createHistogram('mcp.server.operation.duration', {
    unit: 's',
    description: 'How long calls took.',
    advice: { explicitBucketBoundaries: BUCKETS },
  })
  const calls = meter.createCounter('apify_agent_tools.calls', {
    unit: '{call}',
    description: 'Calls, by tool and outcome.',
  })
  return {
    ended({ named, outcome, failure, durationMs }) {
      calls.add(1, { ...named, 'apify_agent_tools.outcome': outcome })
      durations.record(durationMs / 1000, { ...named, ...(failure && { 'error.type': failure }) })
    },
  }
}
