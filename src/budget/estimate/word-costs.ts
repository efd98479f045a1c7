import { CAPITAL, costs, FIRST_CJK, kinds, lowerCase } from './character-costs.ts'
import { blankBefore, cjkCost, countJoined } from './cjk-costs.ts'
import { hashPair, RARE, rareCost, repeatCost } from './merge-costs.ts'
import { RollingHash } from './rolling-hash.ts'
import { STEP } from './weights.generated.ts'

/** What words cost in o200k_base, in tokens. */

/** Added to a letter that makes an escape of embedded JSON with the sign before it, or with several signs. */
export const [ESCAPE, ESCAPE_AFTER_SIGNS] = [0x100, 0x200] as const
/** Mixed in so that the same characters weigh differently in different places. */
const [ALONE, THREE, FOUR, LAST, LAST_TWO] = [0x10001, 0x5bd1e995, 0x27d4eb2f, 3, 7] as const
const [TITLE_CASE, FOREIGN_TITLE_CASE] = [0x20001, 0x20002] as const
const BLANK = 32

/** Returns the weight of a hash of characters, in levels. */
type Weight = (hash: number) => number

/**
 * Returns what a word costs.
 * @param word where its letters begin and end, and the sign or escape before them, or 0
 */
export function wordCost(
  codes: Uint16Array,
  { lead, first, end }: { lead: number; first: number; end: number },
  weight: Weight,
): number {
  const hash = new RollingHash(lead, 0)
  let cost = opening(lead, codes[first] ?? 0, weight)
  let [joined, levels, rare] = [0, 0, 0]
  for (let at = first; at < end; at++) {
    const code = codes[at] ?? 0
    const own = costs[code] ?? 0
    if (code >= FIRST_CJK) {
      joined = countJoined(joined, own, hash.last, code)
      cost += cjkCost(own, joined)
      hash.restart(code)
      continue
    }
    cost += own
    if (own > RARE) rare += rareCost(own, hash.last)
    const letter = at === first ? lowerCase(code) : code
    const repeats = hash.repeat(letter)
    hash.push(letter)
    if (repeats > 1) cost += repeatCost(letter, repeats)
    else levels += lettersLevels(hash, at === first, weight)
  }
  levels += lastLevels(hash, weight)
  // Letters that merge with nothing cost their own at least, whatever their neighbours weigh.
  return Math.max(cost + STEP * levels, rare)
}

function lettersLevels(
  { two, three, four }: RollingHash,
  isFirst: boolean,
  weight: Weight,
): number {
  const levels = weight(two) + weight(three + THREE)
  return isFirst ? levels : levels + weight(four + FOUR)
}

function lastLevels({ last, two, three }: RollingHash, weight: Weight): number {
  if (last >= FIRST_CJK) return 0
  return weight(hashPair(two, LAST)) + weight(hashPair(three, LAST_TWO))
}

/** Returns what a word costs beside its letters. */
function opening(lead: number, first: number, weight: Weight): number {
  if (first >= FIRST_CJK && lead < ESCAPE)
    return lead === BLANK ? blankBefore(first) : lead === 0 ? 0 : 1
  const title = first < 128 ? TITLE_CASE : FOREIGN_TITLE_CASE
  const level = kinds[first] === CAPITAL ? weight(title) : 0
  return 1 + STEP * (level + weight(lead + ALONE))
}
