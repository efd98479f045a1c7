import { describe, expect, it } from 'vitest'
import { secretVariables } from '../../src/config/secret-variables.ts'

describe('secretVariables', () => {
  it.each([
    ['OTEL_EXPORTER_OTLP_HEADERS', 'x-api-key=k1, api-key=k2', ['k1', 'k2']],
    ['OTEL_EXPORTER_OTLP_TRACES_HEADERS', 'x-honeycomb-team=a%2Fb', ['a%2Fb', 'a/b']],
    [
      'OTEL_EXPORTER_OTLP_METRICS_HEADERS',
      'Authorization=Bearer%20abc=',
      ['Bearer%20abc=', 'Bearer abc=', 'abc='],
    ],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'x-any=0123456789abcdef', ['0123456789abcdef']],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'x-scope-orgid=production,x-any', []],
    [
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'https://user:a%2Fb@collector.example',
      ['a%2Fb', 'a/b', 'dXNlcjphL2I='],
    ],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'https://collector.example/v1/traces', []],
    ['MCP_ACCESS_KEY', ' key ', ['key']],
    ['OTEL_SERVICE_NAME', 'token', []],
  ])('finds in %s=%s %j', (name, value, secrets) => {
    expect(secretVariables({ [name]: value })).toEqual(secrets)
  })
})
