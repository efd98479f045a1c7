/**
 * The order in which requests are to be handled. Each request has a number. Those added to the
 * front have negative numbers, the latest the lowest. The others have positive numbers in the order
 * in which they came.
 */
export class PendingOrder {
  /** In the order in which they were added, so the last one is handled first. */
  private readonly front = new Map<number, string>()
  private readonly back = new Map<number, string>()
  private lowest = 0
  private highest = 0

  get size(): number {
    return this.front.size + this.back.size
  }

  /** Adds an id at one end and returns its number. */
  add(id: string, forefront: boolean): number {
    const number = forefront ? this.lowest - 1 : this.highest + 1
    this.restore(number, id)
    return number
  }

  /** Adds an id with the number that it had. Those of each side must be added in their order. */
  restore(number: number, id: string): void {
    const side = number < 0 ? this.front : this.back
    side.set(number, id)
    this.lowest = Math.min(this.lowest, number)
    this.highest = Math.max(this.highest, number)
  }

  remove(number: number): void {
    this.front.delete(number)
    this.back.delete(number)
  }

  /** Yields the ids in the order in which to handle them. */
  *ids(): Generator<string> {
    yield* [...this.front.values()].reverse()
    yield* this.back.values()
  }
}
