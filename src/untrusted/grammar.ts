import { Nesting } from './nesting.ts'
import { InvalidJson } from './sink.ts'

/** Signs and digits come before. */
export const LETTERS = 65

// What may come next.
const VALUE = 0
const FIRST_ENTRY = 1
const FIRST_KEY = 2
const KEY = 3
const AFTER_KEY = 4
const AFTER_VALUE = 5

/** The place in JSON between two tokens. Throws if a token must not be there. */
export class Grammar {
  readonly nesting = new Nesting()
  /** Control characters that were read between tokens; everywhere else they are invalid. */
  blanks = 0
  private next = VALUE

  /** Whether all of the JSON was read. */
  get isComplete(): boolean {
    return this.next === AFTER_VALUE && this.nesting.depth === 0
  }

  /** Whether a text that begins here is a key. */
  get isKeyNext(): boolean {
    return this.next === KEY || this.next === FIRST_KEY
  }

  blank(code: number): void {
    if (code < 32) this.blanks++
  }

  comma(): void {
    const { depth, inArray } = this.nesting
    this.expect(this.next === AFTER_VALUE && depth > 0, inArray ? VALUE : KEY)
  }

  colon(): void {
    this.expect(this.next === AFTER_KEY, VALUE)
  }

  text(): void {
    if (this.isKeyNext) this.next = AFTER_KEY
    else this.value()
  }

  /** A value begins that is neither an array nor an object. */
  value(): void {
    this.expect(this.next === VALUE || this.next === FIRST_ENTRY, AFTER_VALUE)
  }

  open(isArray: boolean): void {
    this.value()
    this.nesting.push(isArray)
    this.next = isArray ? FIRST_ENTRY : FIRST_KEY
  }

  close(isArray: boolean): void {
    const { depth, inArray } = this.nesting
    const isEmpty = this.next === (isArray ? FIRST_ENTRY : FIRST_KEY)
    const isMet = depth > 0 && isArray === inArray && (isEmpty || this.next === AFTER_VALUE)
    this.expect(isMet, AFTER_VALUE)
    this.nesting.pop()
  }

  private expect(isMet: boolean, next: number): void {
    if (!isMet) throw new InvalidJson()
    this.next = next
  }
}
