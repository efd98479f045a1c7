import { type FoundSecret, findSecrets, mayHaveSecret } from './find-secrets.ts'
import { MARK, type SecretForms } from './secret-forms.ts'

/** How many times the longest secret is held at most, where secrets overlap. */
const MAX_HELD_FORMS = 32

/**
 * Yields a text without secrets, as it arrives. As much as the longest secret is held back, so that a
 * secret is found wherever its pieces part. The pieces together are what the whole text would be.
 */
export async function* redactTexts(
  pieces: AsyncIterable<string>,
  forms: SecretForms,
): AsyncGenerator<string> {
  let held = ''
  for await (const piece of pieces) {
    held += piece
    const { done, rest } = redactUpTo(held, held.length - forms.maxChars, forms)
    held = rest
    if (done !== '') yield done
  }
  const { done } = redactUpTo(held, held.length, forms)
  if (done !== '') yield done
}

/**
 * Like `redactTexts`, for bytes. Without a secret in them, the same bytes are passed on.
 * @param forms those of the secrets as `bytesAsText` returns them
 */
export async function* redactBytes(
  chunks: AsyncIterable<Buffer>,
  forms: SecretForms,
): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    const { done, rest } = redactBytesUpTo(held, held.length - forms.maxChars, forms)
    held = rest
    if (done.length > 0) yield done
  }
  const { done } = redactBytesUpTo(held, held.length, forms)
  if (done.length > 0) yield done
}

/** Redacts what is before `limit`, or before a secret around it; the rest may go on in the next piece. */
export function redactUpTo(
  text: string,
  limit: number,
  forms: SecretForms,
): { done: string; rest: string } {
  if (limit <= 0) return { done: '', rest: text }
  if (!mayHaveSecret(text, forms)) return { done: text.slice(0, limit), rest: text.slice(limit) }
  const found = findSecrets(text, forms)
  const end = endOfDone(found, limit, text.length > MAX_HELD_FORMS * forms.maxChars)
  let done = ''
  let from = 0
  for (const secret of found) {
    if (secret.hidden >= end) break
    done += text.slice(from, secret.hidden) + MARK
    from = secret.end
  }
  const last = Math.max(from, end)
  return { done: done + text.slice(from, last), rest: text.slice(last) }
}

/**
 * Returns where a text can be parted: no secret goes over it. Secrets that overlap without an end are
 * parted anyway when much is held.
 */
function endOfDone(found: readonly FoundSecret[], limit: number, isMuch: boolean): number {
  let end = limit
  for (const { start, end: last } of found.toSorted((a, b) => b.start - a.start))
    if (start < end && end < last) end = start
  return end === 0 && isMuch ? limit : end
}

function redactBytesUpTo(bytes: Buffer, limit: number, forms: SecretForms) {
  if (limit <= 0) return { done: bytes.subarray(0, 0), rest: bytes }
  if (!mayHaveSecret(bytes, forms))
    return { done: bytes.subarray(0, limit), rest: bytes.subarray(limit) }
  const { done, rest } = redactUpTo(bytes.toString('latin1'), limit, forms)
  return { done: Buffer.from(done, 'latin1'), rest: Buffer.from(rest, 'latin1') }
}

/** Returns a text whose characters are the bytes of its UTF-8. */
export function bytesAsText(text: string): string {
  return Buffer.from(text).toString('latin1')
}
