import type { Run } from '../../apify/types/run-types.ts'
import { keepRecent } from '../../shared/keep-recent.ts'
import type { Toolset } from '../../shared/toolsets.ts'
import type { CallObserver } from '../../tool-call/call-watch.ts'

/** How many ends of runs are remembered: about 1 MB. An older one counts again if a call sees it again. */
const MAX_REMEMBERED = 10_000

/** Toolsets whose calls are not about runs, but for tools of single Actors. They cost less if nothing watches them. */
const WITHOUT_RUNS: ReadonlySet<Toolset> = new Set(['actors', 'storage', 'docs'])

/** What makes the end of a run count once, on every process of a server. */
export interface RunEnds {
  /** Notes an end. @returns whether it is new */
  note(end: string): boolean | Promise<boolean>
}

/** The ends of runs that one process has seen. */
export class OwnRunEnds implements RunEnds {
  /** In the order in which they were seen. */
  private readonly seen = new Map<string, true>()

  note(end: string): boolean {
    if (this.seen.has(end)) return false
    keepRecent(this.seen, end, true, MAX_REMEMBERED)
    return true
  }
}

/** Returns the ends that all processes of a server have seen. @param ask notes an end with the process that knows them */
export function sharedRunEnds(ask: (end: string) => Promise<boolean>): RunEnds {
  const own = new OwnRunEnds()
  // Most calls see an end that this process has seen before.
  return { note: (end) => own.note(end) && ask(end) }
}

/**
 * Counts each run once, when a call about runs first sees its final status. One that was resurrected counts again if
 * it ends in another way.
 * @param ends those that all processes of the server have seen
 * @param count called with the final status
 */
export function countRunEnds(ends: RunEnds, count: (status: string) => void): CallObserver {
  const note = async ({ runId, status }: Run) => {
    if (await ends.note(`${runId} ${status}`)) count(status)
  }
  return {
    begin({ tool }) {
      if (WITHOUT_RUNS.has(tool.toolset) && tool.actor === undefined) return undefined
      const noted: Promise<void>[] = []
      return {
        // The process that counts for all may have ended, and then this one ends too.
        endSeen: (run) => void noted.push(note(run).catch(() => {})),
        ended: async () => void (await Promise.all(noted)),
      }
    },
  }
}
