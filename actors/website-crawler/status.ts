import { describeError, log } from './log.ts'

const INTERVAL_MS = 1000

type Send = (message: string, isFinal: boolean) => Promise<void>

/** Updates the run's status message at most once a second. */
export class StatusReporter {
  private lastSentAt = Number.NEGATIVE_INFINITY
  private underWay: Promise<void> = Promise.resolve()

  constructor(private readonly send: Send) {}

  /** Sets the message, unless it was set less than a second ago. */
  update(message: string): void {
    if (performance.now() - this.lastSentAt < INTERVAL_MS) return
    this.lastSentAt = performance.now()
    this.underWay = this.underWay.then(() => this.trySend(message, false))
  }

  /** Sets the last message, after any that is still being sent. */
  async finish(message: string): Promise<void> {
    await this.underWay
    await this.trySend(message, true)
  }

  private async trySend(message: string, isFinal: boolean): Promise<void> {
    try {
      await this.send(message, isFinal)
    } catch (error) {
      log.warn(`Could not update the status message: ${describeError(error)}`)
    }
  }
}
