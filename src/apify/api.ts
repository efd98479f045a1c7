import { z } from 'zod'
import type { ApifyClient, ApiRequest, Scope } from './client.ts'
import { ApiFailure, type Subject } from './failure.ts'
import { recordKeySegment, resourceId } from './ids.ts'
import { parseJson } from './json.ts'
import { decodeText, readJson, readJsonl, readLines } from './streams.ts'
import {
  apiDataset,
  apiLimits,
  apiRun,
  apiUser,
  type ItemsPage,
  type ItemsQuery,
  type OpenRecord,
  type Run,
  type StartOptions,
  type StorageRef,
  TERMINAL_STATUSES,
  type WaitOptions,
} from './types.ts'

/** `waitForFinish` takes at most 60 s; short slices keep status messages and cancelling fresh. */
const WAIT_SLICE_SECS = 4
/** What a wait leaves of the deadline for the answer to travel, in milliseconds. */
const TRAVEL_MS = 15_000

/**
 * The endpoints, a method each, bound to one call.
 *
 * DELIVERY: GET, HEAD and PUT are repeated on network errors, timeouts, 429 and 5xx. A POST is
 * repeated only where it was certainly not accepted: 429, or no connection at all.
 */
export class Apify {
  readonly #client: ApifyClient
  readonly #scope: Scope
  readonly #consoleUrl: string | undefined

  constructor(client: ApifyClient, scope: Scope, options: { consoleUrl?: string } = {}) {
    this.#client = client
    this.#scope = scope
    this.#consoleUrl = options.consoleUrl
  }

  /** GET /v2/users/me */
  me(): Promise<z.output<typeof apiUser>> {
    return this.#data(apiUser, { method: 'GET', path: '/v2/users/me', about: { kind: 'account' } })
  }

  /** GET /v2/users/me/limits; nothing where the token may not see them. */
  async limits(): Promise<z.output<typeof apiLimits> | undefined> {
    const request = {
      method: 'GET',
      path: '/v2/users/me/limits',
      about: { kind: 'account' },
    } as const
    return this.#data(apiLimits, request).catch(unless(401, 403, 404))
  }

  /** POST /v2/actors/:id/runs: the run, as it is right after its start. */
  async startRun(actorId: string, input: unknown, options: StartOptions): Promise<Run> {
    const { memoryMbytes, timeoutSecs, ...query } = options
    const run = await this.#data(apiRun, {
      method: 'POST',
      path: `/v2/actors/${resourceId('actorId', actorId)}/runs`,
      query: { ...query, memory: memoryMbytes, timeout: timeoutSecs },
      body: Buffer.from(JSON.stringify(input ?? {})),
      contentType: 'application/json',
      about: { kind: 'Actor', id: actorId },
      retry: 'refused',
    })
    return this.#run(run)
  }

  /** GET /v2/actor-runs/:id @param waitSecs seconds to hold the answer while the run goes on */
  async getRun(runId: string, waitSecs = 0): Promise<Run> {
    const run = await this.#data(apiRun, {
      method: 'GET',
      path: `/v2/actor-runs/${resourceId('runId', runId)}`,
      query: { waitForFinish: waitSecs > 0 ? waitSecs : undefined },
      about: { kind: 'run', id: runId },
      patienceMs: waitSecs * 1000 + TRAVEL_MS,
    })
    return this.#run(run)
  }

  /** Waits in slices until the run ends or `waitSecs` are over; the run itself is left alone. */
  async waitForRun(run: Run, { waitSecs, onLook }: WaitOptions): Promise<Run> {
    const until = performance.now() + waitSecs * 1000
    let latest = run
    onLook?.(latest)
    while (!TERMINAL_STATUSES.includes(latest.status)) {
      const left = Math.ceil((until - performance.now()) / 1000)
      if (left <= 0) break
      latest = await this.getRun(run.runId, Math.min(left, WAIT_SLICE_SECS))
      onLook?.(latest)
    }
    return latest
  }

  /** Items that the dataset holds; up to 5 s behind on the platform. */
  async itemCount(datasetId: string): Promise<number | undefined> {
    const path = `/v2/datasets/${resourceId('datasetId', datasetId)}`
    const about: Subject = { kind: 'dataset', id: datasetId }
    const dataset = await this.#data(apiDataset, { method: 'GET', path, about }).catch(
      unless(403, 404),
    )
    return dataset?.itemCount ?? undefined
  }

  /** GET …/items: opens a page, hands it to `read`, then closes the connection. */
  readItems<T>(
    ref: StorageRef,
    query: ItemsQuery,
    read: (page: ItemsPage) => Promise<T>,
  ): Promise<T> {
    const { fields, omit, unwind, flatten, ...rest } = query
    return this.#client.send(
      this.#get({
        method: 'GET',
        path: `${storagePath('datasets', ref)}/items`,
        query: {
          ...rest,
          fields: fields?.join(','),
          omit: omit?.join(','),
          unwind: unwind?.join(','),
          flatten: flatten?.join(','),
        },
        about: storageSubject('dataset', ref),
      }),
      this.#scope,
      ({ headers, body }) => {
        const total = Number(headers['x-apify-pagination-total'] ?? Number.NaN)
        return read({
          rows: readJsonl(body),
          chunks: body,
          ...(Number.isFinite(total) && { total }),
        })
      },
    )
  }

  /** POST /v2/datasets/:id/items with one batch, all or nothing. @param json the array, as JSON */
  pushItems(datasetId: string, json: Buffer): Promise<void> {
    return this.#send({
      method: 'POST',
      path: `/v2/datasets/${resourceId('datasetId', datasetId)}/items`,
      body: json,
      contentType: 'application/json; charset=utf-8',
      about: { kind: 'dataset', id: datasetId },
      retry: 'refused',
    })
  }

  /** GET /v2/logs/:id: hands the lines of a run's or build's log to `read`. */
  readLog<T>(runId: string, read: (lines: AsyncIterable<string>) => Promise<T>): Promise<T> {
    const request = this.#get({
      method: 'GET',
      path: `/v2/logs/${resourceId('runId', runId)}`,
      about: { kind: 'log', id: runId },
    })
    return this.#client.send(request, this.#scope, ({ body }) => read(readLines(body)))
  }

  /** GET …/records/:key: opens the record and hands it to `read`, then closes the connection. */
  readRecord<T>(
    ref: StorageRef,
    key: string,
    read: (record: OpenRecord) => Promise<T>,
  ): Promise<T> {
    const request = this.#get({
      method: 'GET',
      path: `${storagePath('key-value-stores', ref)}/records/${recordKeySegment(key)}`,
      about: { kind: 'record', id: key },
    })
    return this.#client.send(request, this.#scope, ({ headers, body }) => {
      const plain = headers['content-encoding'] === undefined
      const size =
        plain && headers['content-length'] ? Number(headers['content-length']) : undefined
      const contentType = headers['content-type'] ?? 'application/octet-stream'
      return read({
        contentType,
        chunks: body,
        text: () => decodeText(body, contentType),
        parse: parseJson,
        ...(size !== undefined && { size }),
      })
    })
  }

  /** As `readRecord`; nothing where the store has no such record. */
  async findRecord<T>(
    ref: StorageRef,
    key: string,
    read: (record: OpenRecord) => Promise<T>,
  ): Promise<T | undefined> {
    return this.readRecord(ref, key, read).catch(unless(404))
  }

  /** PUT …/records/:key */
  putRecord(storeId: string, key: string, body: Buffer, contentType: string): Promise<void> {
    return this.#send({
      method: 'PUT',
      path: `${storagePath('key-value-stores', { id: storeId })}/records/${recordKeySegment(key)}`,
      body,
      contentType,
      about: { kind: 'key-value store', id: storeId },
      retry: 'always',
    })
  }

  #get(request: Omit<ApiRequest, 'retry'>): ApiRequest {
    return { retry: 'always', ...request }
  }

  #send(request: ApiRequest): Promise<void> {
    return this.#client.send(request, this.#scope, async ({ body }) => {
      for await (const _ of body);
    })
  }

  async #data<S extends z.ZodObject>(
    schema: S,
    request: Omit<ApiRequest, 'retry'> & Partial<Pick<ApiRequest, 'retry'>>,
  ): Promise<z.output<S>> {
    return this.#client.send(this.#get(request), this.#scope, async ({ body }) => {
      const answer = envelope.safeParse(await readJson(body))
      const data = schema.safeParse(answer.data?.data)
      if (data.success) return data.data
      throw new ApiFailure(
        `Apify's answer about the ${request.about.kind} has not the expected form.`,
        'Check that APIFY_API_BASE_URL is an Apify API.',
        'lost',
      )
    })
  }

  /** API names to ours; null and absent are the same to an agent. */
  #run(run: z.output<typeof apiRun>): Run {
    const { id, actId, startedAt, finishedAt } = run
    const ended =
      finishedAt && startedAt ? (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000 : undefined
    const seen = {
      actorId: actId,
      statusMessage: run.statusMessage,
      startedAt,
      finishedAt,
      durationSecs: ended ?? run.stats?.runTimeSecs,
      exitCode: run.exitCode,
      datasetId: run.defaultDatasetId,
      storeId: run.defaultKeyValueStoreId,
      build: run.buildNumber,
      usageUsd: run.usageTotalUsd,
      maxTotalChargeUsd: run.options?.maxTotalChargeUsd,
      consoleUrl: this.#consoleUrl && actId && `${this.#consoleUrl}/actors/${actId}/runs/${id}`,
    }
    return { runId: id, status: run.status, ...present(seen) }
  }
}

/** Almost every answer of the API wraps its object so. */
const envelope = z.object({ data: z.unknown() })

type Present<T> = { [K in keyof T]?: Exclude<T[K], null | undefined | ''> }

/** The entries that have a value, in order. */
function present<T extends object>(values: T): Present<T> {
  const kept: Present<T> = { ...values }
  for (const key in kept) if (kept[key] === null || kept[key] === undefined) delete kept[key]
  return kept
}

/** Turns failures of these statuses into nothing. */
function unless(...statuses: number[]): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof ApiFailure && statuses.includes(error.status ?? 0)) return undefined
    throw error
  }
}

function storagePath(collection: 'datasets' | 'key-value-stores', ref: StorageRef): string {
  if ('runId' in ref) {
    const storage = collection === 'datasets' ? 'dataset' : 'key-value-store'
    return `/v2/actor-runs/${resourceId('runId', ref.runId)}/${storage}`
  }
  return `/v2/${collection}/${resourceId(collection === 'datasets' ? 'datasetId' : 'storeId', ref.id)}`
}

function storageSubject(kind: 'dataset', ref: StorageRef): Subject {
  return 'runId' in ref ? { kind: 'run', id: ref.runId } : { kind, id: ref.id }
}
