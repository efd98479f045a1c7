/**
 * Spreads the work of many requests over turns of the event loop, `perTurn` each, so that a burst does
 * not delay quick answers, such as those to probes.
 */
export class EventLoopQueue {
  private readonly perTurn: number
  private readonly waiting: (() => void)[] = []
  /** The index of the next one in `waiting`. */
  private first = 0

  constructor(perTurn: number) {
    this.perTurn = perTurn
  }

  /** Resolves when it is the caller's turn. */
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
    // The array is emptied only here, since removing from the front of a long array is slow.
    this.waiting.length = 0
    this.first = 0
  }
}
