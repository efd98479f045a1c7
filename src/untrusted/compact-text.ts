import { keptNumber } from './kept.ts'
import type { Sink } from './sink.ts'

/** Writes a value as compact JSON, as `JSON.stringify` does, in parts. A text stands as it is. */
export class CompactText implements Sink {
  /** For each open array or object, whether it has entries. */
  private readonly opened: { isArray: boolean; isEmpty: boolean }[] = []
  private inText = false

  constructor(private readonly write: (text: string) => void) {}

  open(isArray: boolean): boolean {
    this.separate()
    this.write(isArray ? '[' : '{')
    this.opened.push({ isArray, isEmpty: true })
    return true
  }

  close(): void {
    this.write(this.opened.pop()?.isArray ? ']' : '}')
  }

  keyChars(): number {
    return MAX_TOKEN_CHARS
  }

  key(name: string, length: number): void {
    const parent = this.opened.at(-1)
    if (parent?.isEmpty === false) this.write(',')
    if (parent) parent.isEmpty = false
    this.write(`${JSON.stringify(name.length < length ? markOf(length) : name)}:`)
  }

  begin(isText: boolean): number {
    this.separate()
    return isText ? Number.POSITIVE_INFINITY : MAX_TOKEN_CHARS
  }

  part(text: string): void {
    if (this.opened.length === 0) this.write(text)
    else {
      if (!this.inText) this.write('"')
      this.inText = true
      this.write(JSON.stringify(text).slice(1, -1))
    }
  }

  text(): void {
    if (this.opened.length > 0) this.write('"')
    this.inText = false
  }

  number(start: string, length: number): void {
    const kept = keptNumber(start, length)
    if (typeof kept === 'number') this.write(JSON.stringify(kept))
    else {
      const text = start.length < length ? markOf(length) : start
      this.write(this.opened.length > 0 ? `"${text}"` : text)
    }
  }

  literal(value: boolean | null): void {
    this.write(String(value))
  }

  /** Writes the comma before an entry of an array. */
  private separate(): void {
    const parent = this.opened.at(-1)
    if (!parent?.isArray) return
    if (!parent.isEmpty) this.write(',')
    parent.isEmpty = false
  }
}

/**
 * A longer key or number does not come, since neither comes in parts: its mark stands for it. No part of it
 * is shown, which might be a part of a secret. In characters.
 */
const MAX_TOKEN_CHARS = 1_000_000

/** Returns the text that stands for a key or a number that is too long. */
function markOf(length: number): string {
  return `… [+${length} chars]`
}
