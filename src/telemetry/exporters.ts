import { OTLPMetricExporter as JsonMetrics } from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPMetricExporter as ProtobufMetrics } from '@opentelemetry/exporter-metrics-otlp-proto'
import { OTLPTraceExporter as JsonTraces } from '@opentelemetry/exporter-trace-otlp-http'
import { OTLPTraceExporter as ProtobufTraces } from '@opentelemetry/exporter-trace-otlp-proto'
import type { OtlpProtocol } from './variables.ts'

/** Returns what sends spans. Its address, headers and timeouts come from the variables `OTEL_EXPORTER_OTLP_…`. */
export function traceExporter(protocol: OtlpProtocol) {
  return protocol === 'http/json' ? new JsonTraces() : new ProtobufTraces()
}

/** Returns what sends metrics. */
export function metricExporter(protocol: OtlpProtocol) {
  return protocol === 'http/json' ? new JsonMetrics() : new ProtobufMetrics()
}
