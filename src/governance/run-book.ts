import type { OpenJob, ReserveAnswer, ReserveRequest, SeenJob } from '../shared/run-ledger.ts'

/** Ended jobs whose cost may still be corrected, since the API adds up what a run used some time after its end. */
const MAX_ENDED = 1000
/** Open jobs that one start looks up at most: those that were not looked at for the longest time. */
const MAX_LOOKED_UP = 20
/**
 * After how long the cost of an ended run is final, in milliseconds: the API says of the first response after its end
 * to "wait about 10 seconds and call the endpoint again" (API reference, "Get run").
 */
const SETTLE_MS = 15_000
/** Amounts are whole millionths of a dollar, the smallest that `maxTotalChargeUsd` takes, so that sums are exact. */
const MICROS = 1_000_000

interface Entry extends OpenJob {
  baseUsd: number
  endedAt: string | undefined
  /** What counts: the reservation, or what it has cost. */
  micros: number
  hasEnded: boolean
  /** When it was first seen to have ended. */
  endSeenAt?: number
  /** Whether its cost is final. */
  isSettled?: boolean
}

export interface Ceilings {
  maxRuns: number | undefined
  /** In US dollars. */
  maxTotalCostUsd: number | undefined
}

/** The starts of one tenant. */
export class RunBook {
  private runs = 0
  private micros = 0
  /** By start ID, in the order in which they were looked at. */
  private readonly entries = new Map<string, Entry>()
  private readonly byJob = new Map<string, Entry>()
  private readonly ended: Entry[] = []

  /** @param now returns the time in milliseconds */
  constructor(
    private readonly ceilings: Ceilings,
    private readonly now: () => number,
  ) {}

  /** Whether nothing counts. */
  get isEmpty(): boolean {
    return this.runs === 0 && this.entries.size === 0
  }

  /** Counts a start if there is room for it. */
  reserve(request: ReserveRequest): Exclude<ReserveAnswer, { kind: 'refused' }> | 'runs' | 'cost' {
    const { maxRuns, maxTotalCostUsd } = this.ceilings
    if (maxRuns !== undefined && request.kind === 'run' && this.runs >= maxRuns) return 'runs'
    if (maxTotalCostUsd === undefined) return this.grant(request, 0, request.usd)
    const rest = toMicros(maxTotalCostUsd) - this.micros
    const base = toMicros(request.baseUsd)
    const wanted = request.usd === undefined ? Infinity : Math.max(0, toMicros(request.usd) - base)
    // A build takes no limit: it is counted once it has ended.
    const micros = request.kind === 'build' ? 0 : Math.min(wanted, Math.max(rest, 0))
    const isLowered = micros < wanted && request.kind === 'run'
    const open = request.isFinal ? [] : this.toLookUp(request, rest <= 0 || isLowered)
    if (open.length > 0) return { kind: 'look', open }
    if (rest <= 0 || (isLowered && request.usd !== undefined && !request.mayLower)) return 'cost'
    return this.grant(request, micros, isLowered ? (base + micros) / MICROS : request.usd)
  }

  /** Notes the ID of what a start has started; undefined if it started nothing. */
  settle(id: string, jobId: string | undefined): void {
    const entry = this.entries.get(id)
    if (!entry) return
    if (jobId === undefined) this.giveBack(entry)
    else this.bind(entry, jobId)
  }

  /** Notes what a job has cost so far, or in the end. */
  see({ jobId, startId, usd, hasEnded, finishedAt }: SeenJob): void {
    const unknown = startId === undefined ? undefined : this.entries.get(startId)
    if (unknown) this.bind(unknown, jobId)
    const entry = this.byJob.get(jobId)
    if (!entry) return
    // A run that goes on after its end may still be shown as it was before.
    if (hasEnded && entry.endedAt !== undefined && finishedAt === entry.endedAt) return
    const used =
      usd === undefined ? entry.micros : Math.max(0, toMicros(usd) - toMicros(entry.baseUsd))
    // Not every Actor keeps to its limit: one that goes on counts with what it has cost, if that is more.
    this.count(entry, hasEnded ? used : Math.max(used, entry.micros))
    if (!hasEnded) return
    if (!entry.hasEnded) this.end(entry)
    entry.endSeenAt ??= this.now()
    entry.isSettled = this.now() - entry.endSeenAt >= SETTLE_MS
  }

  get runsStarted(): number {
    return this.runs
  }

  /** What is spent or reserved, in US dollars. */
  get usd(): number {
    return this.micros / MICROS
  }

  /** What is reserved for jobs that go on, in US dollars. */
  get usdReserved(): number {
    let micros = 0
    for (const entry of this.entries.values()) if (!entry.hasEnded) micros += entry.micros
    return micros / MICROS
  }

  private grant(request: ReserveRequest, micros: number, usd: number | undefined) {
    const { id, kind, path, jobId, baseUsd, endedAt } = request
    const entry: Entry = { id, kind, path, baseUsd, endedAt, micros: 0, hasEnded: false }
    this.entries.set(id, entry)
    if (kind === 'run') this.runs++
    this.count(entry, micros)
    if (jobId !== undefined) this.bind(entry, jobId)
    return { kind: 'granted', ...(usd !== undefined && { usd }) } as const
  }

  private count(entry: Entry, micros: number): void {
    this.micros += micros - entry.micros
    entry.micros = micros
  }

  private bind(entry: Entry, jobId: string): void {
    entry.jobId = jobId
    this.byJob.set(jobId, entry)
  }

  private giveBack(entry: Entry): void {
    this.count(entry, 0)
    if (entry.kind === 'run') this.runs--
    this.forget(entry)
  }

  private end(entry: Entry): void {
    entry.hasEnded = true
    this.ended.push(entry)
    const oldest = this.ended.length > MAX_ENDED ? this.ended.shift() : undefined
    if (oldest) this.forget(oldest)
  }

  private forget({ id, jobId }: Entry): void {
    this.entries.delete(id)
    if (jobId === undefined || this.byJob.get(jobId)?.id !== id) return
    this.byJob.delete(jobId)
    // A run may go on by another call, while this one was refused.
    const others = [...this.entries.values()].filter((entry) => entry.jobId === jobId)
    const other = others.find(({ hasEnded }) => !hasEnded) ?? others.at(-1)
    if (other) this.byJob.set(jobId, other)
  }

  private toLookUp({ isFirst }: ReserveRequest, needsRoom: boolean): OpenJob[] {
    const unsettled = isFirst ? this.unsettled() : []
    return [...unsettled, ...(needsRoom ? this.nextOpen() : [])].map(openJob)
  }

  /** Returns the jobs that ended longest ago of those whose cost may not be final: no start may have what they used. */
  private unsettled(): Entry[] {
    const all = this.ended.filter(
      ({ isSettled, jobId = '', id }) => !isSettled && this.byJob.get(jobId)?.id === id,
    )
    return all.slice(0, MAX_LOOKED_UP)
  }

  /** Returns the next jobs to look up, and puts them at the end. */
  private nextOpen(): Entry[] {
    const open = [...this.entries.values()].filter(({ hasEnded }) => !hasEnded)
    const next = open.slice(0, MAX_LOOKED_UP)
    for (const entry of next) {
      this.entries.delete(entry.id)
      this.entries.set(entry.id, entry)
    }
    return next
  }
}

function openJob({ id, kind, path, jobId }: Entry): OpenJob {
  return { id, kind, path, ...(jobId !== undefined && { jobId }) }
}

function toMicros(usd: number): number {
  return Math.round(usd * MICROS)
}
