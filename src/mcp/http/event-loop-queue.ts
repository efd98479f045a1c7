/**
 * Spreads the work of many requests over turns of the event loop, so many a turn, so that a burst
 * of them does not hold up what is answered at once, such as probes.
 */
export class EventLoopQueue {
  private readonly perTurn: number
  private readonly waiting: (() => void)[] = []
  /** Those before it have had their turn. */
  private first = 0

  constructor(perTurn: number) {
    this.perTurn = perTurn
  }

  /** Settles when it is the turn of this one. */
  waitTurn = (): Promise<void> =>
    new Promise((resolve) => {
      this.waiting.push(resolve)
      if (this.waiting.length === 1) setImmediate(this.take)
    })

  private readonly take = (): void => {
    for (let i = 0; i < this.perTurn; i++) this.waiting[this.first++]?.()
    if (this.first < this.waiting.length) {
      setImmediate(this.take)
      return
    }
    // Only an empty queue is cut: taking one by one from the front of a long array is slow.
    this.waiting.length = 0
    this.first = 0
  }
}
