import { TooDeep } from './sink.ts'

/** Deeper JSON is not read; each level takes one byte. */
const MAX_DEPTH = 1 << 22

/** The arrays and objects that are open. */
export class Nesting {
  depth = 0
  /** For each level, whether it is an array. */
  private levels = new Uint8Array(64)

  get inArray(): boolean {
    return this.levels[this.depth] === 1
  }

  /** @throws {TooDeep} */
  push(isArray: boolean): void {
    this.depth++
    if (this.depth > MAX_DEPTH) throw new TooDeep()
    if (this.depth === this.levels.length) {
      const longer = new Uint8Array(this.levels.length * 2)
      longer.set(this.levels)
      this.levels = longer
    }
    this.levels[this.depth] = isArray ? 1 : 0
  }

  pop(): void {
    this.depth--
  }
}
