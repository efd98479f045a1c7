import { z } from 'zod'
import type { Apify } from '../../src/apify/types/apify.ts'
import type { Run, StorageRef } from '../../src/apify/types/run-types.ts'
import { countTokens, type FittedRows, fitPage, fitRows } from '../../src/budget/fit-rows.ts'
import { consumed, type RowPage, readRows, truncationNote } from '../../src/budget/row-page.ts'
import { toToolError } from '../../src/shared/errors.ts'
import { type Context, defineTool, SPEND } from '../../src/tool-call/tool.ts'
import {
  costCap,
  hasEnded,
  limit,
  names,
  note,
  notes,
  runOptions,
  runProgress,
  runResult,
  startTarget,
} from '../support/arguments.ts'
import { runQuestion } from '../support/confirmation-questions.ts'
import { failureLines } from '../support/run-log/failure-lines.ts'
import { oneLine } from '../support/text/one-line.ts'
import { sampleRows } from '../support/text/sample-fields.ts'

/** Without progress notifications clients give up after 60 s, so the wait must end before. */
const MAX_SILENT_WAIT_SECS = 45
/** The part of the budget that record OUTPUT may take. */
const OUTPUT_SHARE = 0.3
/** JSON of record OUTPUT is read up to this size, in characters. */
const MAX_OUTPUT_CHARS = 2_000_000
/** Rows shown as a sample where not all that are wanted fit, and the tokens that they may take. */
const SAMPLE_ROWS = 3
const SAMPLE_TOKENS = 1200
/** Log lines shown of a failed run. */
const LOG_LINES = 20

const output = z.object({
  run: runResult,
  output: z.unknown().optional(),
  items: z.array(z.unknown()).optional(),
  total: z.number().optional(),
  fields: z.array(z.string()).optional(),
  next: z.object({ offset: z.number() }).optional(),
  log: z.array(z.string()).optional(),
  note,
})

type Result = z.input<typeof output>

export default defineTool({
  name: 'run_actor_sync',
  title: 'Run Actor and wait',
  description:
    'Starts a run, waits for it and returns the run, its OUTPUT and its first rows; if it fails, also the last error lines. If the wait ends first, the run continues: follow it with `get_run`, never start it again.',
  toolset: 'runs',
  annotations: SPEND,
  confirm: { kind: 'paid', question: runQuestion },
  input: z.strictObject({
    ...runOptions,
    waitSecs: z
      .int()
      .min(1)
      .max(300)
      .describe('Seconds; over 45 only with progress notifications')
      .default(45),
    fields: names.describe('Row fields to show').optional(),
    limit: limit.describe('Rows to show').default(20),
  }),
  output,
  async handler({ actorId, taskId, input, waitSecs, fields, limit, ...options }, context) {
    const { apify, settings, progress, wantsProgress } = context
    const target = startTarget({ actorId, taskId, ...options })
    const maxTotalChargeUsd = costCap(options.maxTotalChargeUsd, settings.maxRunCostUsd)
    const started = await apify.startRun(target, input, { ...options, maxTotalChargeUsd })
    const ended = await apify.waitForRun(started, {
      waitSecs: wantsProgress ? waitSecs : Math.min(waitSecs, MAX_SILENT_WAIT_SECS),
      onLook: (seen) => progress(runProgress(seen)),
    })
    const run = { maxTotalChargeUsd, ...ended }
    if (!hasEnded(run)) {
      const goesOn =
        'The run continues: follow it with `get_run` and `waitSecs`. Do not start it again.'
      return { run, note: goesOn }
    }
    try {
      return await withResults(run, { fields, limit }, context)
    } catch (error) {
      const { happened } = toToolError(error)
      return {
        run,
        note: `The run ended, but its results could not be read: ${happened} Read them with \`list_dataset_items\` and this \`runId\`.`,
      }
    }
  },
})

/** The run with what it has stored; a failed one may have stored rows too. */
async function withResults(
  run: Run,
  query: { fields?: string[]; limit: number },
  context: Context,
): Promise<Result> {
  const maxTokens = context.settings.maxResultTokens
  const { output, log } = await readAround(run, context)
  const rest = maxTokens - countTokens([run, output?.rows, log])
  const { total, page } = await context.apify.readItems(
    run.datasetId ? { id: run.datasetId } : { runId: run.runId },
    { ...query, format: 'jsonl' },
    async ({ total, rows }) => ({
      total,
      page: await readRows(rows, {
        limit: query.limit,
        maxTokens: rest,
        prune: !query.fields?.length,
      }),
    }),
  )
  const whole = page.reachedEnd && countTokens(page.rows) <= rest - NOTES_TOKENS
  const rows = whole ? page.rows : page.rows.slice(0, SAMPLE_ROWS)
  const fields = whole ? undefined : await fieldNames(page.rows, maxTokens)
  const bound = whole ? maxTokens : Math.min(maxTokens, maxTokens - rest + SAMPLE_TOKENS)
  return fitPage(rows, bound, (fitted) => {
    const after = consumed(page, fitted)
    const cut = !page.reachedEnd || fitted.rowsUsed < page.rows.length
    const more = total === undefined ? cut || page.rowsRead === query.limit : after < total
    const next = more ? { offset: after } : undefined
    const note = noteOn(run, { whole, more, output, fitted, page })
    return { run, output: output?.rows[0], items: fitted.rows, total, fields, next, log, note }
  })
}

/** What tells of a run beside its rows: record OUTPUT, and the log lines of one that failed. */
async function readAround(run: Run, { apify, settings }: Context) {
  const room = settings.maxResultTokens * OUTPUT_SHARE
  const [stored, log] = await Promise.all([
    findOutput(apify, run.storeId ? { id: run.storeId } : { runId: run.runId }),
    run.status === 'SUCCEEDED'
      ? undefined
      : apify.readLog(run.runId, (body) => failureLines(body, LOG_LINES)).catch(() => []),
  ])
  const shown = log && fitRows(log.toReversed(), room).rows.map(String)
  return {
    output: stored === undefined ? undefined : fitRows([stored], room),
    log: shown?.toReversed(),
  }
}

interface Shown {
  whole: boolean
  more: boolean
  output: FittedRows | undefined
  fitted: FittedRows
  page: RowPage
}

function noteOn(run: Run, { whole, more, output, fitted, page }: Shown): string | undefined {
  return notes(
    run.status !== 'SUCCEEDED' && `The run ended as ${run.status}. \`get_log\` shows more.`,
    more && whole && 'For more rows, call `list_dataset_items` with this `runId` and `next`.',
    !whole &&
      'These rows are a sample because not all of them fit: choose `fields` and read on with `list_dataset_items` and this `runId`.',
    output && isCut(output) && '`output` is cut: `get_record` reads OUTPUT in full.',
    truncationNote(fitted, 'read one in full with `list_dataset_items`, `limit: 1` and `fields`'),
    page.noFieldMatched &&
      'No row here has these `fields`; `get_dataset` shows which fields exist.',
    page.pruned && 'Null and empty fields are left out.',
  )
}

/** What `next`, `note` and the names around the rows take, in tokens. */
const NOTES_TOKENS = 100

function isCut({ truncatedFields, truncatedInside }: FittedRows): boolean {
  return truncatedInside || truncatedFields.length > 0
}

/** Names and types of the fields, as many as a small result has room for. */
async function fieldNames(rows: readonly unknown[], maxTokens: number): Promise<string[]> {
  const { fields } = await sampleRows(rows.map((row) => ({ row, bytes: 0 })))
  const count = Math.min(40, Math.floor(maxTokens / 60))
  const shown = fields.slice(0, count).map(({ name, type }) => `${oneLine(name, 60)}: ${type}`)
  return shown.length < fields.length ? [...shown, `… [+${fields.length - shown.length}]`] : shown
}

/** Record OUTPUT where it is JSON or text of a reasonable size; most Actors have none. */
function findOutput(apify: Apify, store: StorageRef): Promise<unknown> {
  return apify.findRecord(store, 'OUTPUT', async (record) => {
    if (!/json|^text\//.test(record.contentType)) return `[${record.contentType}: see get_record]`
    let text = ''
    for await (const piece of record.text()) {
      text += piece
      if (text.length > MAX_OUTPUT_CHARS) return '[large: see get_record]'
    }
    try {
      return /json/.test(record.contentType) ? record.parse(text) : text
    } catch {
      return text
    }
  })
}
