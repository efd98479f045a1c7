const FIRST_PRINTABLE = 32
/** The top bit of each byte of a word, and other patterns of four equal bytes. */
const TOP_BITS = 0x80808080 | 0
const LOW_BITS = 0x7f7f7f7f
const TO_PRINTABLE = 0x60606060
/** So many words add up without a carry from one byte to the next. */
const SUMMED_WORDS = 255
/** Words that are looked at together. */
const BLOCK_WORDS = 1024

/** Counts the bytes below 32, four at a time: a look at each alone takes as long as to read the JSON. */
export function countControls(bytes: Buffer): number {
  // Words begin at multiples of four bytes.
  const head = -bytes.byteOffset & 3
  if (bytes.length <= head) return countEach(bytes, 0, bytes.length)
  const wordCount = (bytes.length - head) >> 2
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + head, wordCount)
  let count = countEach(bytes, 0, head) + countEach(bytes, head + wordCount * 4, bytes.length)
  for (let from = 0; from < wordCount; from += BLOCK_WORDS) {
    const to = Math.min(wordCount, from + BLOCK_WORDS)
    if (hasControls(words, from, to)) count += countInWords(words, from, to)
  }
  return count
}

function countEach(bytes: Buffer, from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; at++) if ((bytes[at] ?? 0) < FIRST_PRINTABLE) count++
  return count
}

/** Returns whether there is a byte below 32: only those have no bit above, and a borrow in place of one. */
function hasControls(words: Int32Array, from: number, to: number): boolean {
  let found = 0
  for (let at = from; at < to; at++) {
    const word = words[at] ?? 0
    found |= (word - 0x20202020) & ~word
  }
  return (found & TOP_BITS) !== 0
}

function countInWords(words: Int32Array, from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; ) {
    const end = Math.min(to, at + SUMMED_WORDS)
    let sum = 0
    for (; at < end; at++) {
      const word = words[at] ?? 0
      // A byte from 32 on has its top bit, or gets it here.
      const printable = ((word & LOW_BITS) + TO_PRINTABLE) | word
      sum = (sum + ((~printable & TOP_BITS) >>> 7)) | 0
    }
    count += (sum & 255) + ((sum >>> 8) & 255) + ((sum >>> 16) & 255) + (sum >>> 24)
  }
  return count
}
