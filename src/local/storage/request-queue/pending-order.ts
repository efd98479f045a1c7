/**
 * The order in which requests are to be handled. Each has a number: those that were put to the
 * front have negative ones, the latest the least; the others follow as they came.
 */
export class PendingOrder {
  /** From the one that was put to the front first, which is the last of them to be handled. */
  private readonly front = new Map<number, string>()
  private readonly back = new Map<number, string>()
  private lowest = 0
  private highest = 0

  get size(): number {
    return this.front.size + this.back.size
  }

  /** Puts an id at one end and returns its number. */
  add(id: string, forefront: boolean): number {
    const number = forefront ? this.lowest - 1 : this.highest + 1
    this.restore(number, id)
    return number
  }

  /** Puts an id back at the number that it had; those of each side must come in their order. */
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

  /** The ids in their order. */
  *ids(): Generator<string> {
    yield* [...this.front.values()].reverse()
    yield* this.back.values()
  }
}
