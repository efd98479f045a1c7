import { costs } from './character-costs.ts'
import { PACKED, RUNS, ZERO } from './weights.generated.ts'

/** How neighbouring characters of any kind merge in o200k_base, in tokens. */

/** No token is a longer run of one sign, in characters. */
const LONGEST_RUN = 64
const early = new Float32Array(128).fill(1)
const late = new Float32Array(128).fill(1)

/** Takes over what one more of each ASCII character costs in a run of it. */
export function setRuns(runs: string): void {
  for (const [, char = '', first, then] of runs.matchAll(/(.)(\d+),(\d+) ?/g)) {
    early[char.charCodeAt(0)] = Number(first) / 100
    late[char.charCodeAt(0)] = Math.max(Number(then) / 100, 1 / LONGEST_RUN)
  }
}
setRuns(RUNS)

/** Returns the cost of one more of a character, after `repeats` of it. A sign must be ASCII. */
export function repeatCost(code: number, repeats: number): number {
  if (code > 127) return 0.95
  return (repeats < 8 ? early[code] : late[code]) ?? 1
}

/** Mixes two numbers by multiplication, to 32 bits; the upper bits of a product are the best. */
export const hashPair = (a: number, b: number): number => (Math.imul(a, 0x9e3779b1) + b) | 0

/** A letter that costs more, in tokens, merges with no other and parts its neighbours. */
export const RARE = 1.5
const PARTED = 0.8
/** Returns what a rare letter costs at least, whatever its neighbours weigh. */
export function rareCost(own: number, last: number): number {
  return (costs[last] ?? 0) > RARE ? own : own + PARTED
}

/** Weights of neighbouring characters, by hash. Those that often merge weigh less than zero. */
export const weights = Int8Array.from({ length: 2 * PACKED.length }, (_, i) => {
  const pair = PACKED.charCodeAt(i >> 1) - 40
  return (i % 2 === 0 ? Math.floor(pair / 9) : pair % 9) - ZERO
})
/** Returns the index of the weight of a hash. */
export const weightIndex = (hash: number): number => Math.imul(hash, 0x85ebca6b) >>> 16
