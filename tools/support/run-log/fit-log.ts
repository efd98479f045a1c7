import { fitPage } from '../../../src/budget/fit-rows.ts'
import type { LogLine, LogPage } from './log-lines.ts'

/** As much of a page of a log as fits the budget. */
interface FittedLog {
  /** Oldest first. */
  lines: string[]
  /** Number of the first line, or undefined if there is none. */
  from: number | undefined
  /** Lines of the whole log. */
  total: number
  next: { before: number } | undefined
  /** Whether a line was too long to show in full. */
  truncated: boolean
}

/**
 * Builds a result around as many lines of a log as fit, the newest ones first.
 * @param wrap receives the lines and returns the whole result
 */
export function fitLog<R>(log: LogPage, maxTokens: number, wrap: (fitted: FittedLog) => R): R {
  const newestFirst = log.lines.toReversed()
  const texts = newestFirst.map(lineText)
  return fitPage(texts, maxTokens, ({ rows, rowsUsed }) => {
    const from = newestFirst[rowsUsed - 1]?.number
    const hasOlder = log.older || rowsUsed < newestFirst.length
    return wrap({
      lines: rows.map(String).toReversed(),
      from,
      total: log.total,
      next: hasOlder && from !== undefined ? { before: from } : undefined,
      truncated: rows.some((row, i) => row !== texts[i]),
    })
  })
}

/** Writes a line. Found lines have their number: `12:` if they match, `13-` if they are context. */
function lineText({ number, text, repeats, matches }: LogLine): string {
  const start = matches === undefined ? '' : `${number}${matches ? ':' : '-'} `
  return `${start}${text}${repeats > 1 ? ` (x${repeats})` : ''}`
}
