import { InvalidJson } from './sink.ts'

interface Literal {
  word: string
  value: boolean | null
}

const LITERALS: readonly Literal[] = [
  { word: 'true', value: true },
  { word: 'false', value: false },
  { word: 'null', value: null },
]
/** By their first letter. */
const BY_LETTER = new Map(LITERALS.map((literal) => [literal.word.charCodeAt(0), literal]))

/**
 * Returns the literal that begins at a place, and whether all of it is there.
 * @throws {InvalidJson} if there is none
 */
export function literalAt(bytes: Buffer, at: number): Literal & { isComplete: boolean } {
  const literal = BY_LETTER.get(bytes[at] ?? 0)
  if (!literal) throw new InvalidJson()
  const { word, value } = literal
  for (let i = 1; i < word.length; i++) {
    const code = bytes[at + i]
    if (code === undefined) return { word, value, isComplete: false }
    if (code !== word.charCodeAt(i)) throw new InvalidJson()
  }
  return { word, value, isComplete: true }
}
