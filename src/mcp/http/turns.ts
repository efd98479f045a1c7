/**
 * Spreads the work of many requests over turns of the event loop, one a turn, so that a burst of
 * them does not hold up what is answered at once, such as probes.
 */
export class Turns {
  readonly #waiting: (() => void)[] = []
  #first = 0

  /** Settles when it is the turn of this one. */
  next = (): Promise<void> =>
    new Promise((resolve) => {
      this.#waiting.push(resolve)
      if (this.#waiting.length - this.#first === 1) setImmediate(this.#take)
    })

  readonly #take = (): void => {
    this.#waiting[this.#first++]?.()
    if (this.#first < this.#waiting.length) setImmediate(this.#take)
    // Taking from the front of a long array one by one would be slow.
    if (this.#first === this.#waiting.length) {
      this.#waiting.length = 0
      this.#first = 0
    }
  }
}
