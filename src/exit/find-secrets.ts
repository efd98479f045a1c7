import type { SecretForms } from './secret-forms.ts'

/** Where a secret stands in a text. */
export interface FoundSecret {
  /** Where what its form matches begins, such as `Bearer`. */
  start: number
  /** Where it begins itself. */
  hidden: number
  end: number
}

/** Returns whether a text may have a secret. A look is enough for most. */
export function mayHaveSecret(text: string | Buffer, { needles }: SecretForms): boolean {
  return needles.some((needle) =>
    typeof text === 'string' ? text.includes(needle) : text.includes(needle, 0, 'latin1'),
  )
}

/** Returns the secrets of a text in their order; those that overlap are one. */
export function findSecrets(text: string, { patterns }: SecretForms): FoundSecret[] {
  const found = patterns().flatMap((pattern) => Array.from(text.matchAll(pattern), toFound))
  const joined: FoundSecret[] = []
  for (const one of found.sort((a, b) => a.hidden - b.hidden)) {
    const last = joined.at(-1)
    if (last && one.hidden < last.end) {
      last.start = Math.min(last.start, one.start)
      last.end = Math.max(last.end, one.end)
    } else joined.push(one)
  }
  return joined
}

function toFound(found: RegExpExecArray): FoundSecret {
  const [match, ...groups] = found
  const kept = groups.find((group) => group !== undefined && group !== '') ?? ''
  const { index: start } = found
  return { start, hidden: start + kept.length, end: start + match.length }
}
