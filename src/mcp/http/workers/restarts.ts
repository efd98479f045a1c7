/** How often workers may end in one place within a time, before the server gives up. */
export const MAX_ENDS = 5
/** That time, in milliseconds. */
export const ENDS_WITHIN_MS = 60_000
/** The pause before the first worker that follows; each further one within the time waits twice as long. In milliseconds. */
const FIRST_PAUSE_MS = 100

/** Says when a worker may follow one that has ended. */
export class Restarts {
  private ends: number[] = []

  /**
   * Notes that a worker has ended.
   * @returns how long to wait for the next, in milliseconds; undefined if too many have ended
   */
  pauseAfterEnd(): number | undefined {
    const now = performance.now()
    this.ends = [...this.ends.filter((at) => now - at < ENDS_WITHIN_MS), now]
    const count = this.ends.length
    return count < MAX_ENDS ? FIRST_PAUSE_MS * 2 ** (count - 1) : undefined
  }
}
