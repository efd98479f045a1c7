import { costs } from './character-costs.ts'
import { STEP } from './weights.generated.ts'

/** What signs cost in o200k_base, in tokens. */

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
export function signCost(point: number, last: number): number {
  const own = (point > 0xffff ? astralCost(point) : (point === last ? repeated : costs)[point]) ?? 1
  return last === 32 ? own + 0.15 : own // some emoji merge with a blank
}

/**
 * Returns the cost of an ASCII sign after others, in tokens.
 * @param levels what it weighs together with them
 * @param alternations how many of them were the same two by turns
 */
export function asciiSignCost(before: number, levels: number, alternations: number): number {
  const cost = (before > 127 ? 1 : 0.5) + STEP * levels
  // No text to learn from has two signs by turns for long; hardly any two of them merge so.
  return alternations > 2 ? Math.max(cost, 0.85) : cost
}
