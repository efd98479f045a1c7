import { RE2JS } from 're2js'

/** Tells whether a text matches a pattern of a schema. */
export interface Matcher {
  test(text: string): boolean
}

/**
 * Compiles patterns of one schema. They are written for JavaScript, but its engine may take for ever,
 * so RE2 runs them in linear time. One that RE2 does not know (lookaround, references back) matches
 * every text.
 */
export class InputPatterns {
  private readonly unknown = new Set<string>()

  /** Returns a sentence for each pattern that is not checked. */
  get notes(): string[] {
    return [...this.unknown].map(
      (pattern) =>
        `The pattern "${pattern.slice(0, 200)}" of the input schema is not checked: RE2, which runs patterns here, does not know all of it.`,
    )
  }

  /** @throws {SyntaxError} if the pattern is not valid in JavaScript either */
  compile(pattern: string): Matcher {
    try {
      return RE2JS.compile(RE2JS.translateRegExp(pattern))
    } catch {
      // It is only compiled, which tells a mistake from what RE2 lacks. It never runs.
      new RegExp(pattern)
      this.unknown.add(pattern)
      return { test: () => true }
    }
  }
}
