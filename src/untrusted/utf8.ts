/** Returns how many bytes at the end begin a character that goes on in the next piece. */
export function openBytes(bytes: Buffer, from: number, to: number): number {
  for (let back = 1; back <= 3 && to - back >= from; back++) {
    const byte = bytes[to - back] ?? 0
    // What continues a character is 10xxxxxx.
    if (byte >> 6 === 0b10) continue
    return bytesOf(byte) > back ? back : 0
  }
  return 0
}

/** Returns how many bytes a character has, by its first. */
function bytesOf(first: number): number {
  if (first >= 0xf0) return 4
  if (first >= 0xe0) return 3
  return first >= 0xc0 ? 2 : 1
}

/** Counts the characters (UTF-16) of a text in UTF-8 without decoding it. */
export function countChars(bytes: Buffer, from: number, to: number): number {
  let chars = to - from
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0
    if (byte >> 6 === 0b10) chars--
    else if (byte >= 0xf0) chars++
  }
  return chars
}
