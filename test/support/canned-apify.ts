import { createApify } from '../../src/apify/api.ts'
import type { ApifyClient } from '../../src/apify/transport/client.ts'
import { statusFailure } from '../../src/apify/transport/status-failure.ts'
import { DEFAULT_TIMEOUTS } from '../../src/apify/transport/timeouts.ts'
import { stream } from './fake-storages.ts'
import { REDACTOR } from './redactor.ts'

/** What the API answers: JSON, or a body as it is. */
export interface CannedAnswer {
  json?: unknown
  body?: string
  headers?: Record<string, string>
  /** How many bytes of the body arrive at once; all by default. */
  pieceBytes?: number
}

/**
 * Returns the endpoints of an API that answers each `GET /v2/…` always alike, without a network.
 * A request without an answer fails with 404. Runs are never waited for.
 */
export function cannedApify(answers: Record<string, CannedAnswer>) {
  const client: Pick<ApifyClient, 'send' | 'timeouts' | 'redactor'> = {
    redactor: REDACTOR,
    timeouts: { ...DEFAULT_TIMEOUTS, lookupPausesMs: [] },
    async send(request, _scope, consume) {
      // An id of these tests is short, and so a name too.
      const answer = answers[`${request.method} ${request.path.replace('/~', '/')}`]
      if (!answer) throw statusFailure(404, '', undefined, request.resource)
      const { json, body = JSON.stringify(json), headers = {}, pieceBytes } = answer
      const type = { 'content-type': 'application/json; charset=utf-8' }
      return consume({
        status: 200,
        headers: { ...type, ...headers },
        body: stream(piecesOf(Buffer.from(body), pieceBytes)),
      })
    },
  }
  const scope = { signal: new AbortController().signal, deadlineAt: Number.POSITIVE_INFINITY }
  const apify = createApify(client as ApifyClient, scope, { consoleUrl: 'https://console.test' })
  const waitForRun: typeof apify.waitForRun = async (run) => run
  return Object.assign(Object.create(apify) as typeof apify, { waitForRun })
}

function piecesOf(bytes: Buffer, size = bytes.length): Buffer[] {
  const count = Math.ceil(bytes.length / Math.max(1, size))
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size))
}
