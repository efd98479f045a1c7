import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { messageOf, notFound } from '../api-error.ts'
import { randomId } from '../ids.ts'
import { ObjectFiles } from '../object-files.ts'
import type { EventType } from './ad-hoc.ts'
import { type Dispatch, dispatchSchema, type EventData } from './dispatch.ts'
import { messageFor } from './message.ts'
import { type Call, post, TIMEOUT_MS } from './post.ts'
import type { Webhook } from './webhook.ts'
import type { Webhooks } from './webhooks.ts'

/** Pauses before each retry, in milliseconds. Apify retries for longer. */
const RETRY_AFTER_MS = [1000, 2000, 4000]

/** How many dispatches are kept. The oldest that are done make room. */
const MAX_DISPATCHES = 1000

/** Something that happened to a run or a build. */
export interface WebhookEvent {
  type: EventType
  data: EventData | null
  /** The run or the build, in the API's form. */
  resource: object | null
}

export interface DispatcherOptions {
  /** The data folder. */
  dir: string
  webhooks: Webhooks
  /** Returns what an event happened to, as it is now; null if it is gone. */
  resourceOf(data: EventData): Promise<object | null>
  /** Gets the error of an event that could not be delivered. */
  onFault(error: unknown): void
  /** Default: 30 seconds. */
  timeoutMs?: number
  /** Default: three retries. */
  retryAfterMs?: number[]
  /** How many dispatches are kept. Default: 1000. */
  maxKept?: number
}

/** Tells events to the receivers of webhooks. Each telling is a file, with the attempts to deliver it. */
export class Dispatcher {
  private readonly files: ObjectFiles<Dispatch>
  private readonly closing = new AbortController()
  /** Those in progress, by the ids of their dispatches. */
  private readonly deliveries = new Map<string, Promise<void>>()

  constructor(private readonly options: DispatcherOptions) {
    const root = join(options.dir, 'webhook-dispatches')
    this.files = new ObjectFiles(root, dispatchSchema, options.onFault)
  }

  /** Goes on with the deliveries that the end of the last process has interrupted. */
  async start(): Promise<void> {
    for (const one of await this.files.list()) {
      if (one.status !== 'ACTIVE') continue
      const resource = one.eventData && (await this.options.resourceOf(one.eventData))
      this.deliver(one, resource)
    }
  }

  /** Returns all dispatches that are kept, oldest first. */
  async list(webhookId?: string): Promise<Dispatch[]> {
    const all = await this.files.list()
    return webhookId === undefined ? all : all.filter((one) => one.webhookId === webhookId)
  }

  /** @throws {ApiError} 404 `record-not-found` */
  async get(id: string): Promise<Dispatch> {
    const found = await this.files.get(id)
    if (!found) throw notFound('Webhook dispatch', 'the ID')
    return found
  }

  /** Stores a dispatch of an event, and delivers it in the background. */
  async dispatch(webhook: Webhook, { type, data, resource }: WebhookEvent): Promise<Dispatch> {
    const createdAt = new Date().toISOString()
    const base = { id: randomId(), webhookId: webhook.id, createdAt, calls: [] }
    const made = await this.files.add(() => ({
      ...base,
      status: 'ACTIVE',
      eventType: type,
      eventData: data,
    }))
    await this.options.webhooks.note(webhook.id, { status: 'ACTIVE', finishedAt: null }, true)
    await this.makeRoom()
    this.deliver(made, resource)
    return made
  }

  /** Interrupts all deliveries, which go on when the platform starts again. */
  async close(): Promise<void> {
    this.closing.abort()
    await Promise.all(this.deliveries.values())
    await this.files.settle()
  }

  private async makeRoom(): Promise<void> {
    const all = await this.files.list()
    const done = all.filter(({ status }) => status !== 'ACTIVE')
    const excess = Math.max(0, all.length - (this.options.maxKept ?? MAX_DISPATCHES))
    for (const { id } of done.slice(0, excess)) await this.files.delete(id)
  }

  private deliver(one: Dispatch, resource: object | null): void {
    // One that is made while the platform starts is in the list of those that go on.
    if (this.deliveries.has(one.id)) return
    const delivery = this.tryAll(one, resource).catch(this.options.onFault)
    this.deliveries.set(one.id, delivery)
    delivery.finally(() => this.deliveries.delete(one.id))
  }

  private async tryAll(one: Dispatch, resource: object | null): Promise<void> {
    const { retryAfterMs = RETRY_AFTER_MS } = this.options
    const { signal } = this.closing
    let done = one.calls.length
    while (!signal.aborted) {
      const webhook = await this.options.webhooks.find(one.webhookId)
      const call = await this.attempt(webhook, one, resource)
      // What closing has interrupted was no attempt.
      if (signal.aborted) return
      const pause = webhook && !webhook.doNotRetry ? retryAfterMs[done] : undefined
      done += 1
      if (await this.note(one, call, pause === undefined)) return
      await delay(pause, undefined, { signal }).catch(() => {})
    }
  }

  private async attempt(
    webhook: Webhook | undefined,
    one: Dispatch,
    resource: object | null,
  ): Promise<Call> {
    try {
      if (!webhook) throw new Error('The webhook was deleted.')
      const { timeoutMs = TIMEOUT_MS } = this.options
      const { requestUrl: url, ignoreSslErrors } = webhook
      const message = messageFor(webhook, one, resource)
      return await post({ url, ignoreSslErrors, timeoutMs, ...message }, this.closing.signal)
    } catch (error) {
      const at = new Date().toISOString()
      const none = { responseStatus: null, responseBody: null }
      return { startedAt: at, finishedAt: at, errorMessage: messageOf(error), ...none }
    }
  }

  /**
   * Notes an attempt.
   * @param isLast whether there is none after it
   * @returns whether the dispatch is done
   */
  private async note({ id, webhookId }: Dispatch, call: Call, isLast: boolean): Promise<boolean> {
    const failed = isLast ? 'FAILED' : 'ACTIVE'
    const status = call.errorMessage === null ? 'SUCCEEDED' : failed
    const noted = await this.files.change(id, (one) => ({
      ...one,
      status,
      calls: [...one.calls, call],
    }))
    if (status === 'ACTIVE') return false
    await this.options.webhooks.note(webhookId, { status, finishedAt: call.finishedAt }, false)
    if (status === 'FAILED') this.options.onFault(undelivered(webhookId, noted, call))
    return true
  }
}

function undelivered(webhookId: string, dispatch: Dispatch | undefined, { errorMessage }: Call) {
  const about = dispatch?.eventData?.actorRunId ?? dispatch?.eventData?.actorBuildId
  const what = `${dispatch?.eventType}${about === undefined ? '' : ` of ${about}`}`
  return new Error(`The webhook ${webhookId} was not told ${what}: ${errorMessage}`)
}
