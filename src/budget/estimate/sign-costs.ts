import { costs } from './character-costs.ts'
import { repeatCost } from './merge-costs.ts'
import { RollingHash } from './rolling-hash.ts'
import { STEP } from './weights.generated.ts'

/** What signs cost in o200k_base, in tokens. */

/** Mixed in so that signs weigh differently from letters. */
const SIGNS = 0x3ade68b1
/** Stands for a sign beyond ASCII. */
const FOREIGN = 0x300

/** Costs of a sign beyond ASCII that repeats the one before, in tokens. */
const repeated = costs.slice()
for (const rule of '\u00a0\u2014\u2026\u2500\u2501\u2550\u2588\u3000\ufffd') {
  repeated[rule.charCodeAt(0)] = rule === '\u2588' ? 0.3 : 0.15 // merge into long runs
}

const TWO_TOKENS =
  /[\u{1f1c0}-\u{1f1ff}\u{1f300}-\u{1f53f}\u{1f600}-\u{1f6bf}\u{1f900}-\u{1f97f}🆒🕌🛄🟥🦂🦬🧐🪽🫘]/u
const [FIRST_SYMBOL, END_OF_SYMBOLS] = [0x1d000, 0x20000] as const
/** Tokens of the symbols beyond U+FFFF that were met; 0 for the others. */
const symbolCosts = new Uint8Array(END_OF_SYMBOLS - FIRST_SYMBOL)

/** Tokens of a code point beyond U+FFFF: its bytes, less what the vocabulary merges. */
function astralCost(point: number): number {
  if (point < FIRST_SYMBOL || point >= END_OF_SYMBOLS) return 4
  const at = point - FIRST_SYMBOL
  symbolCosts[at] ||= symbolCost(String.fromCodePoint(point))
  return symbolCosts[at] ?? 0
}

function symbolCost(char: string): number {
  if ('🏻🏼👇👉👌👍👏💕🔥😀😁😂😉😊😍😘😭🙂🙏🤣'.includes(char)) return 1
  return TWO_TOKENS.test(char) ? 2 : 3
}

/** Returns the cost of a sign beyond ASCII after `last`, in tokens. */
function signCost(point: number, last: number): number {
  const own = (point > 0xffff ? astralCost(point) : (point === last ? repeated : costs)[point]) ?? 1
  return last === 32 ? own + 0.15 : own // some emoji merge with a blank
}

/**
 * Returns the cost of an ASCII sign after others, in tokens.
 * @param levels what it weighs together with them
 * @param alternations how many of them were the same two by turns
 */
function asciiSignCost(before: number, levels: number, alternations: number): number {
  const cost = (before > 127 ? 1 : 0.5) + STEP * levels
  // No text to learn from has two signs by turns for long; hardly any two of them merge so.
  return alternations > 2 ? Math.max(cost, 0.85) : cost
}

/**
 * Returns what a run of signs costs.
 * @param run where it begins and ends, and what stands before it
 * @param weight returns the weight of a hash of characters, in levels
 */
export function signRunCost(
  text: string,
  { first, end, before }: { first: number; end: number; before: number },
  weight: (hash: number) => number,
): number {
  const hash = new RollingHash(before, SIGNS)
  let [cost, alternations, earlier, last] = [0, 0, 0, before]
  for (let at = first; at < end; at++) {
    const code = text.codePointAt(at) ?? 0
    const repeats = hash.repeat(code)
    if (code > 127) {
      cost += signCost(code, last)
      const isPair = code > 0xffff ? 1 : 0
      hash.restart(FOREIGN + isPair)
      at += isPair
    } else if (repeats > 1) cost += repeatCost(code, repeats)
    else {
      alternations = code === earlier ? alternations + 1 : 0
      const before = hash.last
      hash.push(code)
      const levels = weight(hash.two) + weight(hash.three) + weight(hash.four)
      cost += asciiSignCost(before, levels, alternations)
    }
    earlier = last
    last = code
  }
  return cost
}
