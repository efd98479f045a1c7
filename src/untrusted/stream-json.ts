import { CompactText } from './compact-text.ts'
import type { Kept } from './kept.ts'
import { Pruner } from './prune.ts'
import { JsonScanner } from './scan-json.ts'
import type { PruneLimits } from './shrinking.ts'
import { InvalidJson, type Sink, TooDeep } from './sink.ts'
import { type Missing, PathWalker } from './walk-path.ts'

export interface StreamOptions {
  /** Keys and indices that lead to the value; none for all of it. */
  steps: readonly string[]
  /** A key of the first level that leads to the value too. */
  alias?: string | undefined
  /**
   * `value`: all of the value is pruned. `texts`: a text comes in parts. `json`: a text comes in parts, and
   * so does the JSON of any other value.
   */
  form: 'value' | 'texts' | 'json'
  limits: PruneLimits
}

/** How reading ended. */
export type Outcome =
  | { kind: 'value'; value: Kept }
  /** The value came in parts. */
  | { kind: 'text' }
  | { kind: 'missing'; missing: Missing }
  | { kind: 'invalid' }
  | { kind: 'too deep' }

/** What a piece of JSON gave. After an outcome no more pieces are needed. */
export interface Reply {
  /** The next part of the value, if it comes in parts. */
  text?: string
  outcome?: Outcome
}

/**
 * Reads one value of a JSON text that arrives in pieces, and no further than to its end. What is kept of
 * it has a bound, whatever the text is.
 */
export class JsonStream {
  private readonly walker: PathWalker
  private readonly scanner: JsonScanner
  private parts: string[] = []
  private pruner: Pruner
  private isText = false
  /** Whether a part of the value was passed on, so that it is settled. */
  private isPassedOn = false

  constructor(private readonly options: StreamOptions) {
    this.pruner = new Pruner(options.limits)
    this.walker = new PathWalker({
      steps: options.steps,
      alias: options.alias,
      keyChars: options.limits.keyChars,
      newTarget: () => this.newTarget(),
    })
    this.scanner = new JsonScanner(this.walker)
  }

  /** Takes the next piece, in UTF-8. */
  write(piece: Buffer): Reply {
    return this.reply(() => this.scanner.write(piece), false)
  }

  /** Says that there are no more pieces. */
  end(): Reply {
    return this.reply(() => this.scanner.end(), true)
  }

  private reply(read: () => void, isEnd: boolean): Reply {
    const failure = failureOf(read)
    // All of a value is valid only if what follows it is.
    const isDone = isEnd || (this.options.steps.length > 0 && this.walker.result !== undefined)
    const outcome = failure ?? (isDone ? this.ended() : undefined)
    const text = this.parts.join('')
    this.parts = []
    if (text !== '') this.isPassedOn = true
    return { ...(text !== '' && { text }), ...(outcome && { outcome }) }
  }

  private ended(): Outcome | undefined {
    if (this.isPassedOn) return { kind: 'text' }
    const { result } = this.walker
    if (!result) return undefined
    if (!result.found) return { kind: 'missing', missing: result.missing }
    if (this.isText) return { kind: 'text' }
    return { kind: 'value', value: this.pruner.root ?? null }
  }

  private newTarget(): Sink {
    // Another value of the same key.
    if (this.isPassedOn) return new Pruner(this.options.limits)
    this.parts = []
    this.isText = this.options.form === 'json'
    if (this.isText) return new CompactText((part) => this.parts.push(part))
    this.pruner = new Pruner(this.options.limits)
    return this.options.form === 'value' ? this.pruner : this.textsOf(this.pruner)
  }

  /** Returns a sink that takes a text in parts, and anything else as another sink does. */
  private textsOf(pruner: Pruner): Sink {
    const begin = (isText: boolean) => {
      if (!isText || pruner.root !== undefined) return pruner.begin()
      this.isText = true
      return Number.POSITIVE_INFINITY
    }
    return {
      open: (isArray) => pruner.open(isArray),
      close: () => pruner.close(),
      keyChars: () => pruner.keyChars(),
      key: (name, length) => pruner.key(name, length),
      begin,
      text: (start, length) => {
        if (!this.isText) pruner.text(start, length)
      },
      part: (text) => this.parts.push(text),
      number: (start, length) => pruner.number(start, length),
      literal: (value) => pruner.literal(value),
    }
  }
}

function failureOf(read: () => void): Outcome | undefined {
  try {
    read()
    return undefined
  } catch (error) {
    if (error instanceof InvalidJson) return { kind: 'invalid' }
    if (error instanceof TooDeep) return { kind: 'too deep' }
    throw error
  }
}
