/** Pieces that are remembered. A larger table would not stay in a processor's cache beside the weights. */
const SLOTS = 4096
/** Letters in one number of a key, six bits each, and signs, seven bits each. */
const [LETTERS_EACH, SIGNS_EACH] = [5, 4] as const
/** Longer words are rare, and seldom come again. In letters. */
const MAX_KNOWN_LETTERS = 3 * LETTERS_EACH
/** Longer runs of signs are rare. */
const MAX_KNOWN_SIGNS = SIGNS_EACH
/** Stands where a word has letters, so that no word has the key of signs. */
const SIGNS = -1

/** The letters A to Z and a to z, from 1 up; 0 for all others. */
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

  /**
   * Looks up a word, for which `add` stands afterwards.
   * @param lead the sign or escape before it
   * @returns its cost; 0 if it is not known, -1 if it cannot be remembered
   */
  ofWord(codes: Uint16Array, first: number, end: number, lead: number): number {
    if (end - first > MAX_KNOWN_LETTERS) return -1
    const [second, third] = [first + LETTERS_EACH, first + 2 * LETTERS_EACH]
    const a = packLetters(codes, first, Math.min(second, end))
    const b = packLetters(codes, second, Math.min(third, end))
    const c = packLetters(codes, third, end)
    return a < 0 || b < 0 || c < 0 ? -1 : this.find(a, b, c, lead)
  }

  /** Looks up a run of signs like a word. @param before what stands before it */
  ofSigns(codes: Uint16Array, first: number, end: number, before: number): number {
    if (end - first > MAX_KNOWN_SIGNS) return -1
    let key = 0
    for (let at = first; at < end; at++) {
      const code = codes[at] ?? 0
      if (code > 127) return -1
      key = (key << 7) | code
    }
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

/** Returns a number for at most five letters, or -1 if not all are letters of ASCII. */
function packLetters(codes: Uint16Array, first: number, end: number): number {
  let packed = 0
  for (let at = first; at < end; at++) {
    const letter = letters[codes[at] ?? 0] ?? 0
    if (letter === 0) return -1
    packed = (packed << 6) | letter
  }
  return packed
}
