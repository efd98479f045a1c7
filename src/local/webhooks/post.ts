import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { z } from 'zod'
import { messageOf } from '../api-error.ts'

/** How long a receiver may take to answer, from Apify's documentation of webhooks. */
export const TIMEOUT_MS = 30_000

/** How much of an answer is kept, in bytes. */
const MAX_BODY_BYTES = 1000

export const callSchema = z.object({
  startedAt: z.string(),
  finishedAt: z.string(),
  errorMessage: z.string().nullable(),
  responseStatus: z.number().nullable(),
  responseBody: z.string().nullable(),
})

/** One attempt to deliver, in the API's form. */
export type Call = z.infer<typeof callSchema>

export interface PostRequest {
  url: string
  headers: Record<string, string>
  body: string
  ignoreSslErrors: boolean
  /** In milliseconds. */
  timeoutMs: number
}

/**
 * Sends a request with JSON and waits for the answer. Redirects are not followed.
 * @param signal ends it, with an error in the result
 */
export async function post(request: PostRequest, signal: AbortSignal): Promise<Call> {
  const startedAt = new Date().toISOString()
  const timeout = AbortSignal.timeout(request.timeoutMs)
  try {
    const response = await send(request, AbortSignal.any([signal, timeout]))
    const { statusCode: status = 0 } = response
    const responseBody = await readStart(response)
    const errorMessage = isSuccess(status) ? null : `The receiver answered with HTTP ${status}.`
    return { startedAt, finishedAt: now(), errorMessage, responseStatus: status, responseBody }
  } catch (error) {
    const seconds = request.timeoutMs / 1000
    const isLate = timeout.aborted && !signal.aborted
    const errorMessage = isLate ? `No answer within ${seconds} seconds.` : reasonOf(error)
    const none = { responseStatus: null, responseBody: null }
    return { startedAt, finishedAt: now(), errorMessage, ...none }
  }
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

function now(): string {
  return new Date().toISOString()
}

function send(request: PostRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const { url, headers, body, ignoreSslErrors } = request
  const options = { method: 'POST', headers, signal, agent: false }
  return new Promise((resolve, reject) => {
    const sent = url.startsWith('https:')
      ? requestHttps(url, { ...options, rejectUnauthorized: !ignoreSslErrors }, resolve)
      : requestHttp(url, options, resolve)
    sent.once('error', reject)
    sent.end(body)
  })
}

/** Returns the beginning of an answer. What comes too late or breaks off changes no more than that. */
async function readStart(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of response) {
      chunks.push(chunk)
      size += chunk.length
      if (size >= MAX_BODY_BYTES) break
    }
  } catch {
    // The status is known already.
  }
  response.destroy()
  return Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES).toString('utf8')
}

/** An error of several addresses has no message of its own, but a code. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return messageOf(error) || code || 'The request failed.'
}
