/** A Markdown fence, with or without the name of a language, around all of a text. */
const FENCE = /^\s*(`{3,}|~{3,})[ \t]*[\w+-]*[ \t]*\r?\n?([\s\S]*?)\r?\n?[ \t]*\1\s*$/
/** One that was opened and never closed. */
const OPENED = /^\s*(?:`{3,}|~{3,})[ \t]*(?:sql|sqlite|postgres\w*)?[ \t]*\r?\n([\s\S]*)$/i

/** Takes the Markdown fence off a statement (` ```sql … ``` `). Anything else stays as it is. */
export function cleanStatement(sql: string): string {
  const fenced = FENCE.exec(sql)?.[2] ?? OPENED.exec(sql)?.[1]
  return withoutByteOrderMark(fenced ?? sql)
}

function withoutByteOrderMark(sql: string): string {
  return sql.replace(/^\ufeff/, '')
}
