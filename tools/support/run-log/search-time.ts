import { setImmediate as nextTurn } from 'node:timers/promises'
import { ToolError } from '../../../src/shared/errors.ts'

/** How long a search may keep others waiting at a time, in milliseconds. */
const SLICE_MS = 25
/** How long one search may match lines in all, in milliseconds. Only large patterns on large logs take it. */
const MAX_MS = 20_000

/** The search that has its turn last. */
let lastTurn: Promise<void> = Promise.resolve()

/** Measures what a search takes, and divides it, so that others have their turn. */
export class SearchTime {
  private slice = 0
  private spent = 0

  /** Returns what the work does, and adds the time that it took. */
  measure<T>(work: () => T): T {
    const start = performance.now()
    const result = work()
    this.slice += performance.now() - start
    return result
  }

  /**
   * Lets others have their turn when it is time; of several searches one goes on at a time.
   * @throws {ToolError} if the search takes too long
   */
  pause(): Promise<void> | undefined {
    if (this.slice < SLICE_MS) return undefined
    this.spent += this.slice
    this.slice = 0
    if (this.spent > MAX_MS) throw tooSlow()
    lastTurn = lastTurn.then(() => nextTurn())
    return lastTurn
  }
}

function tooSlow(): ToolError {
  return new ToolError(
    `The pattern in \`search\` takes more than ${MAX_MS / 1000} s on this log.`,
    'Search for plain text without the slashes, or for a shorter pattern without counts such as `{100}`.',
  )
}
