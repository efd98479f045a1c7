import { z } from 'zod'
import { fitPage } from '../src/budget.ts'
import { type LogLine, lastLines } from '../src/log.ts'
import { defineTool, READ } from '../src/tool.ts'
import { note, notes, runId } from './shared.ts'

export default defineTool({
  name: 'get_log',
  title: 'Get log',
  description:
    'The last lines of the log of a run (or build), newest last; `next.before` pages back. With `search` only lines that contain it, each with its number. Use it to see why a run failed.',
  toolset: 'runs',
  annotations: READ,
  input: z.strictObject({
    runId: runId.describe('Id of a run or a build'),
    lines: z.int().min(1).max(1000).describe('Lines wanted').default(100),
    search: z.string().min(1).max(200).describe('Text, upper and lower case alike').optional(),
    before: z
      .int()
      .min(1)
      .max(1_000_000_000)
      .describe('Only lines above this number; take it from `next`')
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
    const log = await apify.readLog(runId, (source) =>
      lastLines(source, { count: lines, before, search }),
    )
    const newestFirst = log.lines.toReversed()
    const show = (line: LogLine) => (search ? `${line.number}: ${line.text}` : line.text)
    return fitPage(newestFirst.map(show), settings.maxResultTokens, (fitted) => {
      const from = newestFirst[fitted.taken - 1]?.number
      const older = log.older || fitted.taken < newestFirst.length
      return {
        lines: fitted.rows.map(String).toReversed(),
        from,
        total: log.total,
        next: older && from !== undefined ? { before: from } : undefined,
        note: notes(
          log.total === 0 && 'The log is empty.',
          log.total > 0 &&
            search !== undefined &&
            newestFirst.length === 0 &&
            `No line contains the \`search\` text.`,
          (fitted.cutFields.length > 0 || fitted.cutInside) && 'Very long lines are cut.',
        ),
      }
    })
  },
})
