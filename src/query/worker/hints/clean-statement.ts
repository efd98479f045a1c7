/** The name of a language behind a fence, on a line of its own or before the statement. */
const LANGUAGE =
  /^[ \t]{0,9}(?:(?:sql|sqlite3?|postgres|postgresql|mysql|duckdb|text|plaintext)\b)?/i

/** Takes the Markdown fence off a statement (` ```sql … ``` `). Anything else stays as it is. */
export function cleanStatement(sql: string): string {
  const bare = sql.startsWith('\ufeff') ? sql.slice(1) : sql
  const text = bare.trim()
  const fence = /^(?:`{3,9}|~{3,9})/.exec(text)?.[0]
  if (fence === undefined) return bare
  const isClosed = text.length >= 2 * fence.length && text.endsWith(fence)
  const inner = text.slice(fence.length, isClosed ? -fence.length : undefined)
  // Without its end, a fence is one only if it has a line of its own.
  if (!isClosed && !/^[ \t]{0,9}\w{0,12}[ \t]{0,9}\r?\n/.test(inner)) return bare
  return inner.replace(LANGUAGE, '').trim()
}
