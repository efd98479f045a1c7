import { z } from 'zod'
import { fitPage } from '../../src/budget/fit-rows.ts'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { hasEnded, note, notes, runId } from '../support/arguments.ts'
import type { LogLine } from '../support/run-log/log-lines.ts'
import { findLines, matcherOf } from '../support/run-log/search-log.ts'
import { lastLines } from '../support/run-log/tail-log.ts'

export default defineTool({
  name: 'get_log',
  title: 'Get log',
  description:
    'The last lines of the log of a run (or build), newest last; `next.before` pages back. With `search`, only matching lines, numbered, with two around each. Use it to see why a run failed.',
  toolset: 'runs',
  annotations: READ,
  input: z.strictObject({
    runId: runId.describe('Id of a run or build'),
    lines: z.int().min(1).max(1000).describe('Lines to return').default(100),
    search: z.string().min(1).max(200).describe('Text (any case), or `/regex/` (RE2)').optional(),
    before: z
      .int()
      .min(1)
      .max(1_000_000_000)
      .describe('Only lines before this number; take it from `next`')
      .optional(),
  }),
  output: z.object({
    lines: z.array(z.string()),
    from: z.number().optional(),
    total: z.number(),
    next: z.object({ before: z.number() }).optional(),
    note,
  }),
  async handler({ runId, lines, search, before }, { apify, settings }) {
    const matches = search === undefined ? undefined : await matcherOf(search)
    const range = { count: lines, before }
    const [log, run] = await Promise.all([
      apify.readLog(runId, (body) =>
        matches ? findLines(body, matches, range) : lastLines(body, range),
      ),
      // Only a courtesy: the id may be that of a build, and the log is worth showing without it.
      before === undefined ? apify.getRun(runId).catch(() => undefined) : undefined,
    ])
    const newestFirst = log.lines.toReversed()
    const shown = newestFirst.map(lineText)
    return fitPage(shown, settings.maxResultTokens, (fitted) => {
      const from = newestFirst[fitted.rowsUsed - 1]?.number
      const older = log.older || fitted.rowsUsed < newestFirst.length
      return {
        lines: fitted.rows.map(String).toReversed(),
        from,
        total: log.total,
        next: older && from !== undefined ? { before: from } : undefined,
        note: notes(
          log.total === 0 && 'The log is empty.',
          log.total > 0 && search && newestFirst.length === 0 && 'No line matches `search`.',
          fitted.rows.some((row, i) => row !== shown[i]) && 'Very long lines are cut.',
          run && !hasEnded(run) && `The run is still ${run.status}; more lines may follow.`,
        ),
      }
    })
  },
})

/** A line, with its number where lines are left out around it: `12:` matches, `13-` stands near. */
function lineText(line: LogLine & { matches?: boolean }): string {
  const number = line.matches === undefined ? '' : `${line.number}${line.matches ? ':' : '-'} `
  return `${number}${line.text}${line.repeats > 1 ? ` (x${line.repeats})` : ''}`
}
