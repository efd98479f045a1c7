import { messageOf } from '../shared/values.ts'
import type { Clock } from './clock.ts'
import { addCount, type ItemCount } from './item-rates.ts'
import { hasEnded, laterRun, type RunState } from './run-state.ts'

/** What is known of a run that is followed. */
export interface Followed {
  /** Undefined until the run was read, if the first result did not have it. */
  run: RunState | undefined
  /** Counts of items, oldest first. */
  counts: readonly ItemCount[]
  /** How often the run was read. */
  reads: number
  /** Why the last try to read the run failed; undefined if it did not. */
  error: string | undefined
  /** When the next try follows, in milliseconds after the failed one. */
  retryMs: number
}

interface FollowerOptions {
  first: RunState | undefined
  /** Reads the run, and waits up to `waitSecs` for its end. */
  read: (waitSecs: number, signal: AbortSignal) => Promise<RunState>
  clock: Clock
  onChange: (followed: Followed) => void
}

/** A poll waits for a run of this age, in seconds, for as many seconds as given, so that old runs cost few calls. */
const WAITS = [
  { ageSecs: 1800, waitSecs: 30 },
  { ageSecs: 300, waitSecs: 15 },
  { ageSecs: 0, waitSecs: 5 },
]
/** The shortest time from one poll to the next, if a client answers at once, in milliseconds. */
const MIN_INTERVAL_MS = 2000
/** How long to wait after a failure, in milliseconds: twice as long after each further one, up to the bound. */
const FIRST_RETRY_MS = 2000
const MAX_RETRY_MS = 60_000

/** Returns how long the next poll waits for the end of a run, in seconds. */
export function waitSecsFor({ durationSecs = 0 }: Pick<RunState, 'durationSecs'>): number {
  return WAITS.find(({ ageSecs }) => durationSecs >= ageSecs)?.waitSecs ?? 5
}

/** Returns how long to wait after so many failures in a row, in milliseconds. */
export function retryMsAfter(failures: number): number {
  return Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1))
}

/**
 * Reads a run again and again while it is active, until the run has ended. It only reads. Errors slow it down and
 * never end it.
 */
export class RunFollower {
  readonly #options: FollowerOptions
  #followed: Followed
  #turn: AbortController | undefined

  constructor(options: FollowerOptions) {
    const { first, clock } = options
    this.#options = options
    const counts = addCount([], first?.itemCount, clock.now())
    this.#followed = { run: first, counts, reads: 0, error: undefined, retryMs: 0 }
  }

  get followed(): Followed {
    return this.#followed
  }

  /** Goes on with an immediate poll, or stops and gives up the poll that is under way. */
  setActive(isActive: boolean): void {
    if (isActive === (this.#turn !== undefined)) return
    this.#turn?.abort()
    this.#turn = undefined
    if (!isActive) return
    const turn = new AbortController()
    this.#turn = turn
    void this.#poll(turn.signal)
  }

  /** Polls at once, as after an error. */
  pollNow(): void {
    this.setActive(false)
    this.setActive(true)
  }

  /** Takes a run that was read or changed by another call. */
  take(run: RunState): void {
    const { run: before, counts, reads } = this.#followed
    this.#set({
      run: laterRun(before, run),
      counts: addCount(counts, run.itemCount, this.#options.clock.now()),
      reads: reads + 1,
      error: undefined,
    })
  }

  async #poll(signal: AbortSignal): Promise<void> {
    const { read, clock } = this.#options
    let waitSecs = 0
    let failures = 0
    while (!signal.aborted && !this.#hasEnded()) {
      const begun = clock.now()
      try {
        const run = await read(waitSecs, signal)
        if (signal.aborted) return
        failures = 0
        waitSecs = waitSecsFor(run)
        this.take(run)
        if (!this.#hasEnded()) await clock.wait(MIN_INTERVAL_MS - (clock.now() - begun), signal)
      } catch (error) {
        if (signal.aborted) return
        const retryMs = retryMsAfter(++failures)
        this.#set({ error: messageOf(error), retryMs })
        await clock.wait(retryMs, signal)
      }
    }
  }

  #hasEnded(): boolean {
    const { run } = this.#followed
    return run !== undefined && hasEnded(run)
  }

  #set(change: Partial<Followed>): void {
    this.#followed = { ...this.#followed, ...change }
    this.#options.onChange(this.#followed)
  }
}
