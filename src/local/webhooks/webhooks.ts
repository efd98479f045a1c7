import { join } from 'node:path'
import { notFound } from '../api-error.ts'
import { randomId } from '../ids.ts'
import { ObjectFiles } from '../object-files.ts'
import type { AdHocWebhook } from './ad-hoc.ts'
import {
  changedWebhook,
  type NewWebhook,
  type Webhook,
  type WebhookChange,
  webhookSchema,
} from './webhook.ts'

/** How many webhooks that starts of runs have named are kept. */
const MAX_AD_HOC = 1000

/** All webhooks. Each is a file. */
export class Webhooks {
  private readonly files: ObjectFiles<Webhook>
  /** When the last webhook was created, in milliseconds since 1970. */
  private lastMs = 0

  /**
   * @param dir the data folder
   * @param onDamaged is told about a file that cannot be used; its webhook is as if it were not there
   * @param maxAdHoc how many webhooks that starts of runs have named are kept
   */
  constructor(
    dir: string,
    onDamaged: (error: Error) => void,
    private readonly maxAdHoc = MAX_AD_HOC,
  ) {
    this.files = new ObjectFiles(join(dir, 'webhooks'), webhookSchema, onDamaged)
  }

  /** Returns all webhooks, oldest first. */
  list(): Promise<Webhook[]> {
    return this.files.list()
  }

  /** Returns the time, but never the same twice: lists are in its order. */
  private nextTime(): string {
    this.lastMs = Math.max(Date.now(), this.lastMs + 1)
    return new Date(this.lastMs).toISOString()
  }

  /** Returns undefined if there is none with the id. */
  find(id: string): Promise<Webhook | undefined> {
    return this.files.get(id)
  }

  /** @throws {ApiError} 404 `record-not-found` */
  async get(id: string): Promise<Webhook> {
    const found = await this.find(id)
    if (!found) throw notFound('Webhook', 'the ID')
    return found
  }

  /**
   * Creates a webhook, or returns the one that has the same idempotency key.
   * @throws {ApiError} 400 if its condition names nothing
   */
  async create({ idempotencyKey, ...given }: NewWebhook): Promise<Webhook> {
    return this.files.add((all) => {
      const same = idempotencyKey && [...all.values()].find(hasKey(idempotencyKey))
      if (same) return same
      const id = randomId()
      const createdAt = this.nextTime()
      const times = { createdAt, modifiedAt: createdAt }
      const base = { ...NEW, id, ...times, idempotencyKey: idempotencyKey ?? null, eventTypes: [] }
      return changedWebhook({ ...base, requestUrl: '', condition: {} }, given)
    })
  }

  /**
   * Stores the webhooks that the start of a run names, all or none.
   * @param isDone tells whether a run has ended: the oldest webhooks of ended runs make room
   */
  async createAdHoc(
    runId: string,
    given: AdHocWebhook[],
    isDone: (runId: string) => Promise<boolean>,
  ): Promise<void> {
    if (given.length === 0) return
    try {
      for (const one of given) {
        await this.create({ ...one, condition: { actorRunId: runId }, isAdHoc: true })
      }
    } catch (error) {
      // Their idempotency keys would keep those of the next try away.
      const made = (await this.adHoc()).filter((one) => one.runId === runId)
      for (const { id } of made) await this.files.delete(id)
      throw error
    }
    const all = await this.adHoc()
    for (const one of all.slice(0, Math.max(0, all.length - this.maxAdHoc))) {
      if (await isDone(one.runId)) await this.files.delete(one.id)
    }
  }

  /** Returns the webhooks of single runs. A client may call any webhook ad hoc, also one of an Actor, which stays. */
  private async adHoc(): Promise<{ id: string; runId: string }[]> {
    const all = (await this.list()).filter(({ isAdHoc }) => isAdHoc)
    return all.flatMap(({ id, condition: { actorRunId: runId } }) => (runId ? [{ id, runId }] : []))
  }

  /** @throws {ApiError} as `create` and `get` do */
  async update(id: string, change: WebhookChange): Promise<Webhook> {
    const modifiedAt = new Date().toISOString()
    const updated = await this.files.change(id, (one) =>
      changedWebhook({ ...one, modifiedAt }, change),
    )
    if (!updated) throw notFound('Webhook', 'the ID')
    return updated
  }

  /** Notes the state of the last dispatch of a webhook, if there still is the webhook. */
  async note(id: string, lastDispatch: Webhook['lastDispatch'], isNew: boolean): Promise<void> {
    await this.files.change(id, (one) => {
      const totalDispatches = one.totalDispatches + (isNew ? 1 : 0)
      return { ...one, lastDispatch, totalDispatches }
    })
  }

  delete(id: string): Promise<void> {
    return this.files.delete(id)
  }

  /** Waits for pending writes. Never rejects. */
  settle(): Promise<void> {
    return this.files.settle()
  }
}

const NEW = {
  isAdHoc: false,
  payloadTemplate: null,
  headersTemplate: null,
  shouldInterpolateStrings: false,
  ignoreSslErrors: false,
  doNotRetry: false,
  description: null,
  totalDispatches: 0,
  lastDispatch: null,
}

function hasKey(key: string): (one: Webhook) => boolean {
  return ({ idempotencyKey }) => idempotencyKey === key
}
