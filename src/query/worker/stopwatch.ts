import type { Database } from './sqlite.ts'

/** After so many steps of its virtual machine SQLite looks at the time: about 20 µs. */
const STEPS_BETWEEN_LOOKS = 1000

/** Ends a statement that works for too long. Only the time in `run` counts. */
export interface Stopwatch {
  /** Begins anew. */
  allow(ms: number): void
  /** Does work of a statement. SQLite ends it with SQLITE_INTERRUPT when the time is over. */
  run<T>(work: () => T): T
  /** What is left, in milliseconds. */
  leftMs(): number
}

/** Creates the stopwatch of a database. Work outside `run` has no limit. */
export function createStopwatch(db: Database): Stopwatch {
  let left = 0
  let deadline = Number.POSITIVE_INFINITY
  const isOver = () => (performance.now() > deadline ? 1 : 0)
  db.capi.sqlite3_progress_handler(db.pointer, STEPS_BETWEEN_LOOKS, isOver, 0)
  return {
    allow: (ms) => {
      left = ms
    },
    run: (work) => {
      const start = performance.now()
      deadline = start + left
      try {
        return work()
      } finally {
        deadline = Number.POSITIVE_INFINITY
        left -= performance.now() - start
      }
    },
    leftMs: () => Math.max(0, left),
  }
}
