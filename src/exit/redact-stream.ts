import type { SecretForms } from './secret-forms.ts'

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

/** Redacts what begins before `limit`; the rest may go on in the next piece. */
export function redactUpTo(
  text: string,
  limit: number,
  { needles, pattern, mark }: SecretForms,
): { done: string; rest: string } {
  if (limit <= 0) return { done: '', rest: text }
  if (!needles.some((needle) => text.includes(needle)))
    return { done: text.slice(0, limit), rest: text.slice(limit) }
  let done = ''
  let from = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index >= limit) break
    done += text.slice(from, match.index) + mark(match)
    from = match.index + match[0].length
  }
  const end = Math.max(from, limit)
  return { done: done + text.slice(from, end), rest: text.slice(end) }
}

function redactBytesUpTo(bytes: Buffer, limit: number, forms: SecretForms) {
  if (limit <= 0) return { done: bytes.subarray(0, 0), rest: bytes }
  if (!forms.needles.some((needle) => bytes.includes(needle, 0, 'latin1')))
    return { done: bytes.subarray(0, limit), rest: bytes.subarray(limit) }
  const { done, rest } = redactUpTo(bytes.toString('latin1'), limit, forms)
  return { done: Buffer.from(done, 'latin1'), rest: Buffer.from(rest, 'latin1') }
}

/** Returns a text whose characters are the bytes of its UTF-8. */
export function bytesAsText(text: string): string {
  return Buffer.from(text).toString('latin1')
}
