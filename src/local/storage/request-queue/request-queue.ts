import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { USER_ID, USERNAME } from '../../ids.ts'
import { ItemFile } from '../item-log/item-file.ts'
import type { Storage, StorageProperties } from '../storage-properties.ts'
import { PendingOrder } from './pending-order.ts'
import {
  type Change,
  type NewRequest,
  parseChange,
  type QueueRequest,
  type Registration,
  requestIdOf,
} from './queue-request.ts'
import { RequestLocks } from './request-locks.ts'

interface Entry {
  request: QueueRequest
  orderNo: number | null
}

export interface ListOptions {
  /** The id of the request to start after. */
  after: string | undefined
  limit: number
  /** Only requests in one of these states; all requests if empty. */
  states: string[]
}

/**
 * Requests to be handled once each. Kept as a journal of changes on disk, and in memory while open.
 */
export class RequestQueue implements Storage {
  readonly locks = new RequestLocks()
  private readonly entries = new Map<string, Entry>()
  private readonly order = new PendingOrder()
  private readonly clientKeys = new Set<string>()

  private constructor(
    public properties: StorageProperties,
    private readonly journal: ItemFile,
    private modifiedAt: Date,
  ) {}

  static async open(folder: string, properties: StorageProperties): Promise<RequestQueue> {
    const journal = await ItemFile.open(folder)
    const { mtime } = await stat(join(folder, 'items.jsonl'))
    const queue = new RequestQueue(properties, journal, mtime)
    await queue.load()
    return queue
  }

  /** Notes that a client uses the queue. A client without a key counts as a new one each time. */
  noteClient(clientKey: string | undefined): void {
    if (this.clientKeys.size < 2) this.clientKeys.add(clientKey ?? `#${this.clientKeys.size}`)
  }

  get hadMultipleClients(): boolean {
    return this.clientKeys.size > 1
  }

  get(id: string): QueueRequest | undefined {
    return this.entries.get(id)?.request
  }

  /** Adds the requests that are not in the queue yet. Resolves once they are on the disk. */
  async add(requests: NewRequest[], forefront: boolean): Promise<Registration[]> {
    const changes: Change[] = []
    const registrations = requests.map((request) => {
      const id = requestIdOf(request.uniqueKey)
      const known = this.entries.get(id)
      if (!known) changes.push(this.put({ ...request, id }, forefront))
      return register(id, known)
    })
    await this.record(changes)
    return registrations
  }

  /** Replaces or adds a request. If it is handled, it leaves the order and loses its lock. */
  async update(request: QueueRequest, forefront: boolean): Promise<Registration> {
    const known = this.entries.get(request.id)
    await this.record([this.put(request, forefront)])
    return register(request.id, known)
  }

  /** Deletes requests and returns those that were in the queue. */
  async delete(ids: string[]): Promise<QueueRequest[]> {
    const deleted = ids.flatMap((id) => this.remove(id)?.request ?? [])
    await this.record(deleted.map(({ id }) => ({ id, orderNo: null, request: null })))
    return deleted
  }

  /** Returns the first requests that are neither handled nor locked. */
  head(limit: number): QueueRequest[] {
    const found: QueueRequest[] = []
    for (const id of this.order.ids()) {
      if (found.length >= limit) break
      const request = this.get(id)
      if (request && !this.locks.has(id)) found.push(request)
    }
    return found
  }

  /** Moves a pending request to one end of the order. */
  async move(id: string, forefront: boolean): Promise<void> {
    const entry = this.entries.get(id)
    if (entry?.orderNo != null) await this.record([this.put(entry.request, forefront)])
  }

  /** Returns requests in the order in which they were first added. */
  list({ after, limit, states }: ListOptions): QueueRequest[] {
    const all = [...this.entries.values()]
    const start = after === undefined ? 0 : all.findIndex(({ request }) => request.id === after) + 1
    const matching = all.slice(start).filter(({ request: { id }, orderNo }) => {
      const isLocked = this.locks.has(id)
      const state = isLocked ? 'locked' : orderNo === null ? 'handled' : 'pending'
      return states.length === 0 || states.includes(state)
    })
    return matching.slice(0, limit).map(({ request }) => request)
  }

  settle(): Promise<void> {
    return this.journal.settle()
  }

  /** Returns the API's RequestQueue object. */
  describe() {
    const { schema: _, ...rest } = this.properties
    const total = this.entries.size
    return {
      ...rest,
      userId: USER_ID,
      username: USERNAME,
      modifiedAt: this.modifiedAt.toISOString(),
      accessedAt: this.modifiedAt.toISOString(),
      totalRequestCount: total,
      handledRequestCount: total - this.order.size,
      pendingRequestCount: this.order.size,
      hadMultipleClients: this.hadMultipleClients,
      stats: { storageBytes: this.journal.size },
    }
  }

  private put(request: QueueRequest, forefront: boolean): Change {
    const known = this.entries.get(request.id)
    if (known?.orderNo != null) this.order.remove(known.orderNo)
    const orderNo = request.handledAt ? null : this.order.add(request.id, forefront)
    if (orderNo === null) this.locks.remove(request.id)
    this.entries.set(request.id, { request, orderNo })
    return { id: request.id, orderNo, request }
  }

  private remove(id: string): Entry | undefined {
    const known = this.entries.get(id)
    if (known?.orderNo != null) this.order.remove(known.orderNo)
    this.entries.delete(id)
    this.locks.remove(id)
    return known
  }

  private async record(changes: Change[]): Promise<void> {
    // A client that learns that a request is already present relies on it being on the disk.
    if (changes.length === 0) return this.journal.settle()
    this.modifiedAt = new Date()
    const rows = changes.map((one) => ({ text: JSON.stringify(one), isClean: true }))
    await this.journal.append(rows)
  }

  private async load(): Promise<void> {
    for await (const block of this.journal.read({ from: 0, to: this.journal.count, desc: false })) {
      for (const text of block) {
        const { id, orderNo, request } = parseChange(text)
        if (request) this.entries.set(id, { request, orderNo })
        else this.entries.delete(id)
      }
    }
    const waiting = [...this.entries.values()].flatMap(({ request, orderNo }) =>
      orderNo === null ? [] : [{ id: request.id, orderNo }],
    )
    waiting.sort((a, b) => Math.abs(a.orderNo) - Math.abs(b.orderNo))
    for (const { id, orderNo } of waiting) this.order.restore(orderNo, id)
  }
}

function register(requestId: string, known: Entry | undefined): Registration {
  const wasAlreadyHandled = known !== undefined && known.orderNo === null
  return { requestId, wasAlreadyPresent: known !== undefined, wasAlreadyHandled }
}
