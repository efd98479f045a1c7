import { z } from 'zod'
import type { ApiWatch } from '../apify/types/api-watch.ts'
import { hasEnded, type Run, type StartTarget } from '../apify/types/run-types.ts'
import { plainHandle } from '../shared/handles.ts'
import type { CallOutcome, CallSubject, CallWatch } from './call-watch.ts'
import type { Settings, Tool } from './tool.ts'

/** The arguments that say what a call is about. Other tools have none of these names. */
const named = z.object({
  actorId: z.string().optional().catch(undefined),
  runId: z.string().optional().catch(undefined),
  maxTotalChargeUsd: z.number().optional().catch(undefined),
})

/** The result of a call, as far as its outcome depends on it. */
export interface RecordedResult {
  ok: boolean
  confirmationPending?: boolean
  isQuote?: boolean
  isDeclined?: boolean
}

/** Returns whether a call only asks for something: the client repeats it with the answer. */
export function isAsking({ confirmationPending, isQuote }: RecordedResult): boolean {
  return confirmationPending === true || isQuote === true
}

/** Collects what one call does, and tells its observers. */
export class CallRecord implements ApiWatch {
  private readonly startedAt = performance.now()
  private readonly subject: CallSubject = {}
  /** The writes that may have been carried out, by their methods and routes. */
  private readonly inDoubt = new Set<string>()

  constructor(private readonly watches: readonly CallWatch[]) {}

  /** Notes what the arguments name. Those of a tool for one Actor are the input of a run, so they are not read. */
  parsed(tool: Tool, input: unknown, { maxRunCostUsd }: Settings): void {
    if (tool.actor !== undefined) this.subject.actor = tool.actor
    else {
      const { actorId, ...others } = named.safeParse(input).data ?? {}
      const actor = actorId === undefined ? undefined : plainHandle(actorId)
      Object.assign(this.subject, { actor, ...others })
    }
    // Only calls that start a run have a ceiling.
    if (tool.payment === 'spends') this.subject.maxTotalChargeUsd ??= maxRunCostUsd
  }

  attempt(...[request]: Parameters<ApiWatch['attempt']>): ReturnType<ApiWatch['attempt']> {
    const name = `${request.method} ${request.route}`
    const ends = this.watches.map((watch) => watch.attempt?.(request))
    return (end) => {
      if (end.isInDoubt) this.inDoubt.add(name)
      else if (end.failure === undefined) this.inDoubt.delete(name)
      for (const ended of ends) ended?.(end)
    }
  }

  lookedUp(isFound: boolean): void {
    if (isFound) this.inDoubt.clear()
    for (const watch of this.watches) watch.lookedUp?.(isFound)
  }

  runStarted(run: Run, target?: StartTarget): void {
    const actor = target && 'actorId' in target ? plainHandle(target.actorId) : undefined
    this.subject.actor = this.subject.actor ?? actor ?? run.actorName ?? run.actorId
    this.subject.runId = run.runId
    this.subject.maxTotalChargeUsd = run.maxTotalChargeUsd ?? this.subject.maxTotalChargeUsd
    for (const watch of this.watches) watch.runStarted?.(run)
    this.runSeen(run)
  }

  /**
   * Notes a run as it is now.
   * @param before as it was before, if the call has seen it
   */
  runSeen(run: Run, before?: Run): void {
    if (!hasEnded(run)) return
    for (const watch of this.watches) watch.endSeen?.(run)
    if (run.runId === this.subject.runId) this.subject.usageUsd = run.usageUsd
    if (before && hasEnded(before)) return
    for (const watch of this.watches) watch.runEnded?.(run)
  }

  rowsLoaded(table: string, rows: number): void {
    for (const watch of this.watches) watch.rowsLoaded?.(table, rows)
  }

  /** Tells what became of the call. Resolves when all have noted it. */
  async end(result: RecordedResult, isCancelled: boolean): Promise<void> {
    const call = {
      outcome: this.outcomeOf(result, isCancelled),
      subject: this.subject,
      durationMs: Math.round(performance.now() - this.startedAt),
    }
    await Promise.all(this.watches.map((watch) => watch.ended?.(call)))
  }

  private outcomeOf(result: RecordedResult, isCancelled: boolean): CallOutcome {
    if (isAsking(result)) return 'asked'
    if (result.isDeclined) return 'declined'
    if (!result.ok && this.inDoubt.size > 0) return 'unknown'
    if (isCancelled) return 'cancelled'
    return result.ok ? 'ok' : 'error'
  }
}
