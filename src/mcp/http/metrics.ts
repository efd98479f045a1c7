import {
  AggregatorRegistry,
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  Registry,
} from 'prom-client'
import { TERMINAL_STATUSES } from '../../apify/types/run-types.ts'
import type { Outcome } from '../present.ts'
import type { Observe } from '../request-context.ts'

/** Upper bounds of the buckets for durations, in seconds. */
const DURATIONS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

/** The metrics of one process, as plain data. */
export type MetricsSnapshot = object[]

export interface Metrics {
  /** Returns what other processes add to theirs. */
  snapshot(): Promise<MetricsSnapshot>
  /** Returns the metrics as Prometheus text. */
  render(): Promise<{ type: string; text: string }>
  /** Counts a call, from its beginning to its end. */
  observe: Observe
  /** Counts an HTTP answer by its status. */
  answered(status: number): void
  /** Counts a retried request to Apify. */
  retried(): void
  /** Counts a run by its final status. */
  runEnded(status: string): void
}

/**
 * Creates the metrics of this process.
 * @param inFlight returns how many HTTP requests are being answered
 * @param ofAll returns those of all processes, to show their sums; undefined if this is the only one
 */
export function createMetrics(
  inFlight: () => number,
  ofAll?: () => Promise<MetricsSnapshot[]>,
): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const named = (name: string, help: string) => ({ ...nameOf(name), help, registers })
  const calls = new Counter({
    ...named('calls_total', 'Tool calls, by tool and outcome (ok, error, cancelled, asked).'),
    labelNames: ['tool', 'outcome'] as const,
  })
  const durations = new Histogram({
    ...named('call_duration_seconds', 'How long tool calls took.'),
    labelNames: ['tool'] as const,
    buckets: DURATIONS,
  })
  const running = new Gauge(named('calls_in_flight', 'Tool calls under way.'))
  const answers = new Counter({
    ...named('http_responses_total', 'HTTP answers, by status.'),
    labelNames: ['status'] as const,
  })
  const retries = new Counter(named('upstream_retries_total', 'Requests to Apify sent again.'))
  const runs = createRunCounter(registers)
  new Gauge({
    ...named('http_requests_in_flight', 'HTTP requests being answered.'),
    collect() {
      this.set(inFlight())
    },
  })
  collectDefaultMetrics({ register: registry })
  return {
    async render() {
      const shown = ofAll ? AggregatorRegistry.aggregate(await ofAll()) : registry
      return { type: registry.contentType, text: await shown.metrics() }
    },
    snapshot: () => registry.getMetricsAsJSON(),
    observe(tool) {
      running.inc()
      const stop = durations.startTimer({ tool })
      return (outcome: Outcome) => {
        running.dec()
        stop()
        calls.inc({ tool, outcome })
      }
    },
    answered: (status) => answers.inc({ status }),
    retried: () => retries.inc(),
    runEnded: (status) => runs.inc({ status }),
  }
}

const nameOf = (name: string) => ({ name: `apify_agent_tools_${name}` })

function createRunCounter(registers: Registry[]) {
  const runs = new Counter({
    ...nameOf('runs_total'),
    help: 'Runs, by final status, when a call first saw it.',
    registers,
    labelNames: ['status'] as const,
  })
  // So that a rate sees the first run of each status too.
  for (const status of TERMINAL_STATUSES) runs.inc({ status }, 0)
  return runs
}
