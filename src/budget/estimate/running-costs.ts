import { SAFETY, TokenEstimator } from './estimate-tokens.ts'

/** What the beginnings of a text cost. It is read once, and no further than somebody asks. */
export class RunningCosts extends TokenEstimator {
  /** Where pieces end, in characters, and what the text costs up to there, in tokens. */
  private readonly ends = [0]
  private readonly costs = [0]

  /** @param maxTokens the text is read up to the piece with which it costs more */
  constructor(
    text: string,
    private readonly maxTokens: number,
  ) {
    super(text)
  }

  protected override next(kind: number): void {
    super.next(kind)
    this.ends.push(this.at)
    this.costs.push(this.tokens * SAFETY)
  }

  /** Whether all of the text can be read. */
  get isWhole(): boolean {
    return this.read().at >= this.text.length
  }

  /** What can be read costs so many tokens. */
  get total(): number {
    return this.read().tokens * SAFETY
  }

  /** Returns about what the first characters cost. Beyond those that can be read it is more than is allowed. */
  costOf(chars: number): number {
    if (chars <= this.read(chars).at) return between(this.ends, this.costs, chars)
    return this.isWhole ? this.total : Number.POSITIVE_INFINITY
  }

  /** Returns about how many characters cost so many tokens, at most as many as can be read. */
  charsFor(tokens: number): number {
    if (tokens >= this.total) return this.at
    return Math.floor(between(this.costs, this.ends, tokens))
  }

  private read(end?: number): this {
    return this.run(this.maxTokens / SAFETY, end)
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
