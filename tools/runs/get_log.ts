import { z } from 'zod'
import { hasEnded } from '../../src/apify/types/run-types.ts'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { note, notes, runOrBuildId } from '../support/arguments.ts'
import { countOf } from '../support/count-of.ts'
import { fitLog } from '../support/run-log/fit-log.ts'
import { logReader } from '../support/run-log/log-reader.ts'

export default defineTool({
  name: 'get_log',
  title: 'Get log',
  description:
    'Reads the last lines of the log of a run (or build), newest last; `next.before` pages back. `search` returns only matching lines, numbered, with two lines of context on each side. Use it to see why a run failed.',
  purpose: 'Read or search a log',
  toolset: 'runs',
  annotations: READ,
  view: 'run',
  payment: 'reads',
  input: z.strictObject({
    runId: runOrBuildId,
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
    const read = await logReader(search, { count: lines, before })
    const [log, run] = await Promise.all([
      apify.readLog(runId, read),
      // The id may be that of a build, and the log is worth showing without the run.
      before === undefined ? apify.getRun(runId).catch(() => undefined) : undefined,
    ])
    return fitLog(log, settings.maxResultTokens, ({ truncated, ...page }) => ({
      ...page,
      note: notes(
        log.total === 0 && 'The log is empty.',
        log.total > 0 && search && log.lines.length === 0 && 'No line matches `search`.',
        log.cut &&
          `Of ${countOf(log.cut.lines, 'very long line')} only the first ${log.cut.maxChars} characters were searched; a shorter pattern searches more.`,
        truncated && 'Very long lines are truncated.',
        run && !hasEnded(run) && `The run is still ${run.status}; more lines may follow.`,
      ),
    }))
  },
})
