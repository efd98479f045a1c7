import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TokenEstimator } from '../src/budget/estimate/estimate-tokens.ts'
import { setRuns, weightIndex, weights } from '../src/budget/estimate/merge-costs.ts'
import { count, measure, random, readCorpus } from './token-corpus.ts'
import { runsOfEach } from './token-runs.ts'

/**
 * Fits the weights of src/budget/estimate/estimate-tokens.ts to a corpus: `npx tsx scripts/fit-tokens.ts DIR [--check]`.
 * It learns from the text files in DIR/learn, writes src/budget/estimate/weights.generated.ts, and
 * measures windows of the files in DIR/held, which come from other sources; `--check` only measures.
 * Both have one folder for each kind of content: prose, names and frequent words in each language,
 * code, markup, logs and data, raw and within JSON, random bytes in base64 and hex. It takes about
 * five minutes for 100 MB.
 */
const OUT = fileURLToPath(new URL('../src/budget/estimate/weights.generated.ts', import.meta.url))
/** Characters read from each file, so that no large file outweighs the rest. */
const MAX_CHARS = 30_000
/** A rare piece counts less than a common one, but lists of rare words must be estimated well too. */
const [POWER, MAX_WEIGHT] = [0.8, 1000] as const
/** An estimate below the count is worse than one above it. */
const BELOW = 2
const [FITS, EPOCHS, ROUNDED_EPOCHS, DECAY, RATE] = [3, 10, 6, 0.002, 0.3] as const
const [LEVELS, ZERO, STEP] = [9, 3, 0.16] as const

interface Piece {
  /** The weights that add up to its cost; `base` is added to them. */
  slots: Int32Array
  base: number
  tokens: number
  weight: number
}

/** Records which weights the estimate looks up for each piece; each of them counts as zero. */
class Tracer extends TokenEstimator {
  protected override readonly known = undefined
  private slots: number[] = []
  constructor(
    text: string,
    private readonly found: (text: string, slots: number[], base: number) => void,
  ) {
    super(text)
  }
  protected override weight(hash: number): number {
    this.slots.push(weightIndex(hash))
    return 0
  }
  protected override piece(cost: number, start: number): void {
    this.found(this.text.slice(start, this.at), this.slots, cost)
    this.slots = []
  }
}

/** Returns the distinct pieces of all texts with their true counts; a text counts a piece at most three times. */
function piecesOf(texts: string[]): Piece[] {
  const pieces = new Map<string, Piece & { times: number; seenIn: number; inText: number }>()
  for (const [seenIn, text] of texts.entries()) {
    new Tracer(text, (key, slots, base) => {
      if (key.length > 400) return
      const known = pieces.get(key)
      if (known === undefined) {
        const once = { tokens: count(key), weight: 1, times: 1, seenIn, inText: 1 }
        pieces.set(key, { slots: Int32Array.from(slots), base, ...once })
        return
      }
      known.inText = known.seenIn === seenIn ? known.inText + 1 : 1
      known.seenIn = seenIn
      if (known.inText <= 3) known.times++
    }).run()
  }
  for (const piece of pieces.values()) {
    piece.weight = Math.min(MAX_WEIGHT, piece.times ** POWER) / piece.tokens
  }
  return [...pieces.values()]
}

/** Returns the nearest level, from -ZERO to LEVELS - 1 - ZERO. */
const level = (weight: number): number =>
  Math.max(-ZERO, Math.min(LEVELS - 1 - ZERO, Math.round(weight / STEP)))

function shuffle<T>(items: T[]): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random(i + 1)
    const [a, b] = [items[i], items[j]]
    if (a !== undefined && b !== undefined) [items[i], items[j]] = [b, a]
  }
}

/** The state of a fit: the weights, and the sums of the squares of all steps, which shorten the next. */
interface State {
  exact: Float64Array
  squares: Float64Array
}

/** Makes one pass over the pieces in a random order; `rounded` calculates with the levels of the weights. */
function descend(pieces: Piece[], state: State, rate: number, rounded: boolean): number {
  const used = rounded ? state.exact.map((weight) => STEP * level(weight)) : state.exact
  let loss = 0
  shuffle(pieces)
  for (const { slots, base, tokens, weight } of pieces) {
    let error = base - tokens
    for (const i of slots) error += used[i] ?? 0
    if (tokens === 1 && error < 0) continue
    const pull = weight * (error < 0 ? BELOW : 1)
    loss += pull * error * error
    const gradient = pull * Math.max(-5, Math.min(5, error))
    for (const i of slots) {
      const fresh = step(state, i, gradient, rate)
      if (rounded) used[i] = STEP * level(fresh)
    }
  }
  return loss
}

/** Moves one weight against its gradient and returns its new value. */
function step({ exact, squares }: State, i: number, gradient: number, rate: number): number {
  const old = exact[i] ?? 0
  const slope = gradient + DECAY * old
  const sum = (squares[i] ?? 0) + slope * slope
  const fresh = old - (rate * slope) / Math.sqrt(sum)
  squares[i] = sum
  exact[i] = fresh
  return fresh
}

/**
 * Fits the weights by gradient descent (Adagrad) on the squared error of each piece; a piece that is
 * one token may cost less. Several fits, each in another order, are averaged to even out chance. Then
 * it continues with the rounded weights, so that rounding costs little.
 */
function fitWeights(pieces: Piece[]): void {
  const fits = Array.from({ length: FITS }, (_, fit): State => {
    const exact = new Float64Array(weights.length)
    const state = { exact, squares: new Float64Array(weights.length).fill(1e-6) }
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      const loss = descend(pieces, state, RATE * (1 - epoch / (EPOCHS + ROUNDED_EPOCHS)), false)
      console.log(`fit ${fit + 1}, epoch ${epoch + 1}: ${Math.round(loss)}`)
    }
    return state
  })
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / FITS
  const state = {
    exact: Float64Array.from(weights, (_, i) => mean(fits.map(({ exact }) => exact[i] ?? 0))),
    squares: Float64Array.from(weights, (_, i) => mean(fits.map(({ squares }) => squares[i] ?? 0))),
  }
  for (let epoch = ROUNDED_EPOCHS; epoch > 0; epoch--) {
    const loss = descend(pieces, state, (RATE * epoch) / (EPOCHS + ROUNDED_EPOCHS), true)
    console.log(`rounded, ${epoch} to go: ${Math.round(loss)}`)
  }
  weights.set(state.exact.map(level))
}

/** Packs two levels into each character, from '(' on: 81 printable ASCII characters follow it. */
function pack(): string {
  const packed = (i: number): number => (weights[i] ?? 0) + ZERO
  const codes = Array.from(
    { length: weights.length / 2 },
    (_, i) => 40 + LEVELS * packed(2 * i) + packed(2 * i + 1),
  )
  return codes.map((code) => String.fromCharCode(code)).join('')
}

function write(runs: string): void {
  const quote = (text: string): string => `'${text.replace(/['\\]/g, '\\$&')}'`
  const lines = [
    '/** Written by scripts/fit-tokens.ts, which says what this is. */',
    '/** Costs of one more of a character in a run: up to eight, and later, in 1/100 token. */',
    `export const RUNS =\n  ${quote(runs)}`,
    '/** A weight is its level, less the level of zero, times the step, in tokens. */',
    `export const [ZERO, STEP] = [${ZERO}, ${STEP}] as const`,
    `/** Levels, two a character: '(' + ${LEVELS} * first + second. */`,
    `export const PACKED =\n  ${quote(pack())}`,
  ]
  writeFileSync(OUT, `${lines.join('\n')}\n`)
}

const [dir, option] = process.argv.slice(2)
if (dir === undefined) throw new Error('Usage: npx tsx scripts/fit-tokens.ts DIR [--check]')
if (option !== '--check') {
  const runs = runsOfEach()
  setRuns(runs)
  const texts = readCorpus(join(dir, 'learn')).map(({ text }) => text.slice(0, MAX_CHARS))
  fitWeights(piecesOf(texts))
  write(runs)
}
measure(readCorpus(join(dir, 'held')))
