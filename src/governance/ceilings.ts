import type {
  ReserveAnswer,
  ReserveRequest,
  RunLedger,
  RunsLeft,
  SeenJob,
} from '../shared/run-ledger.ts'
import { type Ceilings, RunBook } from './run-book.ts'

const DAY_MS = 86_400_000

export interface CeilingOptions extends Ceilings {
  /** Whether the counts begin again with each day of UTC. If not, they live as long as the server. */
  isDaily: boolean
  /** Returns the time, in milliseconds since 1970. */
  now?: () => number
}

/** Counts what each tenant starts, in the memory of this process. A run belongs to the day of its start. */
export class RunCeilings implements RunLedger {
  private readonly options: Required<CeilingOptions>
  private readonly books = new Map<string, RunBook>()
  private day: number

  constructor(options: CeilingOptions) {
    this.options = { now: Date.now, ...options }
    this.day = this.today()
  }

  async reserve(tenant: string, request: ReserveRequest): Promise<ReserveAnswer> {
    const book = this.find(tenant) ?? new RunBook(this.options, this.options.now)
    const answer = book.reserve(request)
    if (!book.isEmpty) this.books.set(tenant, book)
    if (typeof answer !== 'string') return answer
    return { kind: 'refused', by: answer, left: this.leftOf(book) }
  }

  async settle(tenant: string, id: string, jobId: string | undefined): Promise<void> {
    const book = this.find(tenant)
    book?.settle(id, jobId)
    if (book?.isEmpty) this.books.delete(tenant)
  }

  async see(tenant: string, jobs: SeenJob[]): Promise<void> {
    const book = this.find(tenant)
    for (const job of jobs) book?.see(job)
  }

  async left(tenant: string): Promise<RunsLeft> {
    return this.leftOf(this.find(tenant))
  }

  private leftOf(book: RunBook | undefined): RunsLeft {
    const { maxRuns, maxTotalCostUsd, isDaily } = this.options
    return {
      ...(maxRuns !== undefined && {
        maxRuns,
        runsLeft: Math.max(0, maxRuns - (book?.runsStarted ?? 0)),
      }),
      ...(maxTotalCostUsd !== undefined && {
        maxTotalCostUsd,
        usdLeft: Math.max(0, difference(maxTotalCostUsd, book?.usd ?? 0)),
        usdReserved: book?.usdReserved ?? 0,
      }),
      ...(isDaily && { renewsAt: new Date((this.today() + 1) * DAY_MS).toISOString() }),
    }
  }

  /** Returns the book of a tenant. What was counted on another day is gone. */
  private find(tenant: string): RunBook | undefined {
    const today = this.today()
    // A clock that is set back begins no new day.
    if (this.options.isDaily && today > this.day) this.books.clear()
    this.day = Math.max(today, this.day)
    return this.books.get(tenant)
  }

  private today(): number {
    return Math.floor(this.options.now() / DAY_MS)
  }
}

/** Subtracts without the error that binary fractions have. */
function difference(a: number, b: number): number {
  return Math.round((a - b) * 1_000_000) / 1_000_000
}
