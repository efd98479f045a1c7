import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { estimateTokens } from '../src/budget/estimate/estimate-tokens.ts'

export const count = (text: string): number => countTokens(text, { disallowedSpecial: new Set() })

let state = 20260101
export function random(below: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return Math.floor((state / 2 ** 32) * below)
}

/** A text, and the folder that it is in. */
export interface Sample {
  kind: string
  text: string
}

/** Every file below a folder. */
export function readCorpus(dir: string): Sample[] {
  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' }).sort()
  return names
    .filter((name) => statSync(join(dir, name)).isFile())
    .map((name) => ({ kind: dirname(name), text: readFileSync(join(dir, name), 'utf8') }))
}

/** Prints how often windows of each size are below the count or above 1.6 times it, by kind. */
export function measure(held: Sample[]): void {
  for (const kind of new Set(held.map((sample) => sample.kind))) {
    const samples = held.filter((sample) => sample.kind === kind)
    const cells = [80, 200, 500, 2000, 10_000].map((size) => {
      const found = { below: 0, above: 0, least: 9, most: 0, windows: 0 }
      for (let i = 0; i < 400_000 / (size + 400); i++) {
        const text = samples[random(samples.length)]?.text ?? ''
        const at = random(text.length - size)
        if (text.length < size) continue
        const window = text.slice(at, at + size)
        const ratio = estimateTokens(window) / count(window)
        found.windows++
        if (ratio < 1) found.below++
        if (ratio > 1.6) found.above++
        found.least = Math.min(found.least, ratio)
        found.most = Math.max(found.most, ratio)
      }
      const range = `${found.least.toFixed(2)}-${found.most.toFixed(2)}`
      return `${size}: ${found.below}+${found.above}/${found.windows} ${range}`.padEnd(30)
    })
    console.log(kind.padEnd(20), cells.join(''))
  }
}
