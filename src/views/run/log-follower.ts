import { messageOf } from '../shared/values.ts'
import { type LogPage, logOf, type RunLog, withEarlier, withNewest } from './log-pages.ts'

/** What is known of a log. */
export interface FollowedLog {
  /** Undefined until it was read. */
  log: RunLog | undefined
  isReading: boolean
  /** Why the last try failed; undefined if it did not. */
  error: string | undefined
}

interface LogFollowerOptions {
  first: LogPage | undefined
  /** Reads the last lines, or those before a line. */
  read: (before: number | undefined) => Promise<LogPage>
  onChange: (followed: FollowedLog) => void
}

/** After this many failures in a row, only each 16th poll of the run reads the log. */
const MAX_SKIP_POWER = 4

/** Reads the end of a log again when it may have grown, and the lines above when a person wants them. */
export class LogFollower {
  readonly #options: LogFollowerOptions
  #followed: FollowedLog
  #failures = 0
  /** Whether the end was wanted while something was being read. */
  #isEndMissed = false
  #skip = 0

  constructor(options: LogFollowerOptions) {
    this.#options = options
    const log = options.first && logOf(options.first)
    this.#followed = { log, isReading: false, error: undefined }
  }

  get followed(): FollowedLog {
    return this.#followed
  }

  /** Reads the end after a poll of the run. After failures some polls are let pass. */
  async afterPoll(): Promise<void> {
    if (this.#skip > 0) this.#skip--
    else await this.readEnd()
  }

  /** Reads the end of the log; if something is being read, after that. */
  async readEnd(): Promise<void> {
    if (this.#followed.isReading) {
      this.#isEndMissed = true
      return
    }
    await this.#read(undefined, (log, page) => (log ? withNewest(log, page) : logOf(page)))
  }

  /** Reads lines above those that are known. */
  async readEarlier(): Promise<void> {
    const before = this.#followed.log?.before
    if (before !== undefined && !this.#followed.isReading) {
      await this.#read(before, (log, page) => (log ? withEarlier(log, page) : logOf(page)))
    }
  }

  async #read(
    before: number | undefined,
    merge: (log: RunLog | undefined, page: LogPage) => RunLog,
  ): Promise<void> {
    this.#set({ isReading: true })
    try {
      const page = await this.#options.read(before)
      this.#failures = 0
      this.#set({ log: merge(this.#followed.log, page), isReading: false, error: undefined })
    } catch (error) {
      this.#failures++
      this.#skip = 2 ** Math.min(this.#failures, MAX_SKIP_POWER) - 1
      this.#set({ isReading: false, error: messageOf(error) })
    }
    if (!this.#isEndMissed) return
    this.#isEndMissed = false
    await this.readEnd()
  }

  #set(change: Partial<FollowedLog>): void {
    this.#followed = { ...this.#followed, ...change }
    this.#options.onChange(this.#followed)
  }
}
