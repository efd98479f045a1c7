import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { estimateTokens } from '../src/budget/estimate/estimate-tokens.ts'

export const count = (text: string): number => countTokens(text, { disallowedSpecial: new Set() })

let state = 20260101
/** Returns a pseudorandom integer below `below`; the sequence is the same in each run. */
export function random(below: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return Math.floor((state / 2 ** 32) * below)
}

/** A text; `kind` is its folder. */
export interface Sample {
  kind: string
  text: string
}

/** Reads every file below a folder. */
export function readCorpus(dir: string): Sample[] {
  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' }).sort()
  return names
    .filter((name) => statSync(join(dir, name)).isFile())
    .map((name) => ({ kind: dirname(name), text: readFileSync(join(dir, name), 'utf8') }))
}

/** Prints, by kind, how often estimates of windows of each size are below the count or above 1.6 times it. */
export function measure(held: Sample[]): void {
  for (const kind of new Set(held.map((sample) => sample.kind))) {
    const samples = held.filter((sample) => sample.kind === kind)
    const cells = [80, 200, 500, 2000, 10_000].map((size) => summary(size, ratios(samples, size)))
    console.log(kind.padEnd(20), cells.join(''))
  }
}

/** Returns estimate / count for random windows of `size` characters; texts shorter than that are skipped. */
function ratios(samples: Sample[], size: number): number[] {
  const found: number[] = []
  for (let i = 0; i < 400_000 / (size + 400); i++) {
    const text = samples[random(samples.length)]?.text ?? ''
    const at = random(text.length - size)
    if (text.length < size) continue
    const window = text.slice(at, at + size)
    found.push(estimateTokens(window) / count(window))
  }
  return found
}

function summary(size: number, ratios: number[]): string {
  const below = ratios.filter((ratio) => ratio < 1).length
  const above = ratios.filter((ratio) => ratio > 1.6).length
  const range = `${Math.min(9, ...ratios).toFixed(2)}-${Math.max(0, ...ratios).toFixed(2)}`
  return `${size}: ${below}+${above}/${ratios.length} ${range}`.padEnd(30)
}
