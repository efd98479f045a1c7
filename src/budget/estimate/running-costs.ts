import { SAFETY, TokenEstimator } from './estimate-tokens.ts'

/** What the beginnings of a text cost, from one pass over it that ends where nobody asks further. */
export class RunningCosts extends TokenEstimator {
  /** Where pieces end, in characters, and what the text costs up to there, in tokens. */
  private readonly ends = [0]
  private readonly costs = [0]

  /** Reads the text up to its end, or up to the piece with which it costs more than `maxTokens`. */
  constructor(text: string, maxTokens: number) {
    super(text)
    this.run(maxTokens / SAFETY)
  }

  protected override next(kind: number): void {
    super.next(kind)
    this.ends.push(this.at)
    this.costs.push(this.tokens * SAFETY)
  }

  /** Whether all of the text was read. */
  get isWhole(): boolean {
    return this.at >= this.text.length
  }

  /** What was read costs so many tokens. */
  get total(): number {
    return this.tokens * SAFETY
  }

  /** Returns about what the first characters cost. Beyond those that were read it is more than was allowed. */
  costOf(chars: number): number {
    if (chars >= this.at) return this.isWhole ? this.total : Number.POSITIVE_INFINITY
    return between(this.ends, this.costs, chars)
  }

  /** Returns about how many characters cost so many tokens, at most as many as were read. */
  charsFor(tokens: number): number {
    if (tokens >= this.total) return this.at
    return Math.floor(between(this.costs, this.ends, tokens))
  }
}

/** Returns the value at `x` of a line through the points (xs, ys), which rise. */
function between(xs: readonly number[], ys: readonly number[], x: number): number {
  const at = lastNotAbove(xs, x)
  const [x0 = 0, x1 = x0] = [xs[at], xs[at + 1]]
  const [y0 = 0, y1 = y0] = [ys[at], ys[at + 1]]
  return x1 > x0 ? y0 + ((y1 - y0) * (x - x0)) / (x1 - x0) : y0
}

/** Returns the index of the last number that is not above `wanted`. */
function lastNotAbove(numbers: readonly number[], wanted: number): number {
  let [low, high] = [0, numbers.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((numbers[middle] ?? 0) <= wanted) low = middle
    else high = middle - 1
  }
  return low
}
