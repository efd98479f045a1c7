import { CAPITAL, kinds, LETTER, SIGN } from './character-costs.ts'

/** Pieces that are remembered. A larger table would not stay in a processor's cache beside the weights. */
const SLOTS = 4096
/** Longer words are rare, and seldom come again. A key has five letters in each of its numbers, six bits each. */
const MAX_KNOWN_LETTERS = 15
const MASK = 2 ** 30 - 1
/** Longer runs of signs are rare. A key has them in one number, seven bits each. */
const MAX_KNOWN_SIGNS = 4
/** Stands where a word has letters, so that no word has the key of signs. */
const SIGNS = -1

/** The letters A to Z, from 1 up to this, and a to z; 0 for all others. */
const CAPITALS = 26
const letters = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code >= 65 && code <= 90) return code - 64
  return code >= 97 && code <= 122 ? code - 70 : 0
})

/**
 * What pieces cost that were read before. Most words of rows come again, the names of fields in each row, and all of
 * a page when it is checked. A key holds all characters of a piece: no piece is taken for another.
 */
export class KnownCosts {
  private readonly keys = new Int32Array(SLOTS * 4)
  private readonly costs = new Float64Array(SLOTS)
  private slot = 0
  /** Where the piece ends that was looked up last, unless it cannot be remembered. */
  end = 0

  /**
   * Looks up the word that begins here and ends before a capital after a small letter. `add` stands for it
   * afterwards. Its letters are read once, since most time goes into loops over few of them.
   * @param lead the sign or escape before it
   * @returns its cost; 0 if it is not known, -1 if it cannot be remembered
   */
  ofWord(codes: Uint16Array, first: number, lead: number): number {
    let [a, b, c, isSmall] = [0, 0, 0, false]
    const most = Math.min(codes.length, first + MAX_KNOWN_LETTERS)
    let at = first
    for (; at < most; at++) {
      const code = codes[at] ?? 0
      const letter = code < 128 ? (letters[code] ?? 0) : 0
      if (letter > CAPITALS) isSmall = true
      else if (letter === 0 || isSmall) break
      a = ((a << 6) | (b >>> 24)) & MASK
      b = ((b << 6) | (c >>> 24)) & MASK
      c = ((c << 6) | letter) & MASK
    }
    this.end = at
    if (at < codes.length && goesOn(codes[at] ?? 0, isSmall)) return -1
    return this.find(a, b, c, lead)
  }

  /** Looks up the run of signs that begins here, like a word. @param before what stands before it */
  ofSigns(codes: Uint16Array, first: number, before: number): number {
    const most = Math.min(codes.length, first + MAX_KNOWN_SIGNS)
    let key = 0
    let at = first
    for (; at < most; at++) {
      const code = codes[at] ?? 0
      if (code > 127 || kinds[code] !== SIGN) break
      key = (key << 7) | code
    }
    this.end = at
    if (at < codes.length && kinds[codes[at] ?? 0] === SIGN) return -1
    return this.find(key, 0, SIGNS, before)
  }

  /** Remembers the cost of the piece that was looked up last. */
  add(cost: number): void {
    this.costs[this.slot] = cost
  }

  /** Finds the place of a key, or makes it. */
  private find(a: number, b: number, c: number, lead: number): number {
    const { keys } = this
    const hash = Math.imul(a ^ Math.imul(b ^ Math.imul(c ^ (lead << 16), 31), 31), 0x9e3779b1)
    this.slot = (hash >>> 16) % SLOTS
    const at = this.slot * 4
    const isKnown =
      keys[at] === a && keys[at + 1] === b && keys[at + 2] === c && keys[at + 3] === lead
    if (isKnown) return this.costs[this.slot] ?? 0
    keys[at] = a
    keys[at + 1] = b
    keys[at + 2] = c
    keys[at + 3] = lead
    this.costs[this.slot] = 0
    return 0
  }
}

/** Returns whether a word goes on with a character. */
function goesOn(code: number, isSmall: boolean): boolean {
  const kind = kinds[code]
  return kind === LETTER || (kind === CAPITAL && !isSmall)
}
