import { setTimeout as delay } from 'node:timers/promises'
import type { Environment } from './environment.ts'
import { describeError } from './log.ts'

const ATTEMPTS = 6
const FIRST_DELAY_MS = 250
const TIMEOUT_MS = 30_000

interface Call {
  method: 'GET' | 'PUT' | 'POST'
  path: string
  body?: unknown
  attempts?: number
}

/** The few parts of the platform's API that a run needs. */
export class Platform {
  constructor(private readonly environment: Environment) {}

  /** Returns the stored input of the run; undefined if there is none. */
  async getInput(): Promise<unknown> {
    const response = await this.call({
      method: 'GET',
      path: this.recordPath(this.environment.inputKey),
    })
    const text = response.status === 404 ? '' : await response.text()
    if (!text) return undefined
    try {
      return JSON.parse(text)
    } catch {
      throw new Error(`The record ${this.environment.inputKey} is not valid JSON.`)
    }
  }

  /** Stores a record as JSON in the run's key-value store. */
  async setRecord(key: string, value: unknown): Promise<void> {
    await this.send({ method: 'PUT', path: this.recordPath(key), body: value })
  }

  /** Adds a row to the run's dataset. */
  async pushRow(row: object): Promise<void> {
    const path = `/v2/datasets/${encodeURIComponent(this.environment.datasetId)}/items`
    await this.send({ method: 'POST', path, body: [row] })
  }

  /** Sets the run's status message. It is not retried. */
  async setStatusMessage(statusMessage: string, isStatusMessageTerminal: boolean): Promise<void> {
    const { runId } = this.environment
    if (!runId) return
    const path = `/v2/actor-runs/${encodeURIComponent(runId)}`
    const body = { statusMessage, isStatusMessageTerminal }
    await this.send({ method: 'PUT', path, body, attempts: 1 })
  }

  private recordPath(key: string): string {
    const storeId = encodeURIComponent(this.environment.keyValueStoreId)
    return `/v2/key-value-stores/${storeId}/records/${encodeURIComponent(key)}`
  }

  /** Makes a call whose answer is not needed. Reading it frees the connection. */
  private async send(call: Call): Promise<void> {
    const response = await this.call(call)
    await response.arrayBuffer()
    if (!response.ok) throw new Error(failure(call, `HTTP ${response.status}`))
  }

  private async call(call: Call): Promise<Response> {
    const attempts = call.attempts ?? ATTEMPTS
    for (let attempt = 1; ; attempt++) {
      const answer = await this.attempt(call)
      if (answer instanceof Response && !isTransient(answer.status)) return answer
      const reason = answer instanceof Response ? `HTTP ${answer.status}` : describeError(answer)
      if (answer instanceof Response) await answer.body?.cancel()
      if (attempt >= attempts) throw new Error(failure(call, reason))
      await delay(FIRST_DELAY_MS * 2 ** (attempt - 1) * (1 + Math.random() / 4))
    }
  }

  /** Makes one attempt. Returns the response, or the error of `fetch`. */
  private async attempt({ method, path, body }: Call): Promise<unknown> {
    const { apiBaseUrl, token } = this.environment
    try {
      return await fetch(apiBaseUrl + path, {
        method,
        headers: {
          ...(token && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json; charset=utf-8' }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
    } catch (error) {
      return error
    }
  }
}

function isTransient(status: number): boolean {
  return status === 429 || status >= 500
}

function failure({ method, path }: Call, reason: string): string {
  return `The platform call ${method} ${path} failed: ${reason}.`
}
