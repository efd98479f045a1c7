/** The longest time of a timer, in milliseconds. Node.js fires a timer with a longer one at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1

/** Returns a time that a timer can take: never above `MAX_TIMER_MS`, which is also for no number. */
export function timerMs(ms: number): number {
  return ms < MAX_TIMER_MS ? Math.max(0, ms) : MAX_TIMER_MS
}
