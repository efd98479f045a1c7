import type { LogPage, LogRange } from './log-lines.ts'
import { findLines, matcherOf } from './search-log.ts'
import { lastLines } from './tail-log.ts'

/**
 * Returns a function that reads a page from the body of a log: the last lines of the range, or those
 * that match `search`.
 * @throws {ToolError} if `search` is an invalid regular expression
 */
export async function logReader(
  search: string | undefined,
  range: LogRange,
): Promise<(body: AsyncIterable<Buffer>) => Promise<LogPage>> {
  if (search === undefined) return (body) => lastLines(body, range)
  const matches = await matcherOf(search)
  return (body) => findLines(body, matches, range)
}
