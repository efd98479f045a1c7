import type { Run } from '../../../src/apify/types/run-types.ts'
import { fitPage, fitRows } from '../../../src/budget/fit-rows.ts'
import type { FittedRows } from '../../../src/budget/fitted-rows.ts'
import { type RowPage, readRows } from '../../../src/budget/row-page.ts'
import { countTokens } from '../../../src/budget/token-cost.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { notes } from '../arguments.ts'
import { lateRowsNote, storedPaging } from '../dataset-pages/paging.ts'
import { rowOutputOf } from '../dataset-pages/row-output.ts'
import { splitNames } from '../dataset-pages/unsendable-names.ts'
import { readFailure } from './read-failure.ts'
import { readOutput, storeOf } from './read-output.ts'
import { noteOnResults } from './results-note.ts'
import { sampleFieldNames } from './sample-field-names.ts'

/** The share of the budget that record OUTPUT may take, and the share that the log may take. */
const OUTPUT_SHARE = 0.3
/** Rows of a sample, and the tokens that they may take. */
const SAMPLE_ROWS = 3
const SAMPLE_TOKENS = 1200
/** Tokens that `next`, `note` and the names of the result take. */
const NOTES_TOKENS = 100

/** Which rows of a run to show. */
interface RowsQuery {
  fields?: readonly string[] | undefined
  limit: number
  format?: 'json' | 'table' | undefined
}

/**
 * Reads what a run has stored: record OUTPUT, the first rows, and the last error lines if it failed.
 * If not all rows fit, it returns a sample of them and the names of their fields.
 */
export async function readResults(run: Run, query: RowsQuery, context: Context) {
  const { maxResultTokens } = context.settings
  const { output, log } = await readOutputAndLog(run, context)
  const maxTokens = maxResultTokens - countTokens([run, output?.rows, log])
  const { counted, page } = await readFirstRows(run, query, maxTokens, context)
  const { form, show } = rowOutputOf(query.format, query.fields)
  const isWhole = page.reachedEnd && form.fits(page.rows, maxTokens - NOTES_TOKENS)
  const rows = isWhole ? page.rows : page.rows.slice(0, SAMPLE_ROWS)
  const fields = isWhole ? undefined : await sampleFieldNames(page.rows, maxResultTokens)
  const sampleBound = maxResultTokens - maxTokens + SAMPLE_TOKENS
  const bound = isWhole ? maxResultTokens : Math.min(maxResultTokens, sampleBound)
  const lateRows = lateRowsNote(0, page.rowsRead, counted)
  const wrap = (fitted: FittedRows) => {
    const paging = storedPaging({ offset: 0, limit: query.limit }, page, fitted, counted)
    const next = paging.next ?? (lateRows ? { offset: 0 } : undefined)
    const { shown, formNote } = show(page, fitted)
    const parts = { isWhole, hasMore: next !== undefined, output, fitted, page, query }
    const note = notes(noteOnResults(run, parts, context), formNote, lateRows)
    const { total } = paging
    return { run, output: output?.rows[0], ...shown, total, fields, next, log, note }
  }
  return fitPage(rows, bound, wrap, form)
}

/** Reads record OUTPUT, and the log of a run that failed, as much as fits their shares. */
async function readOutputAndLog(run: Run, context: Context) {
  const { apify, settings } = context
  const share = settings.maxResultTokens * OUTPUT_SHARE
  const [stored, log] = await Promise.all([
    readOutput(apify, storeOf(run)),
    run.status === 'SUCCEEDED' ? undefined : readFailure(run, context, share),
  ])
  return { output: stored === undefined ? undefined : fitRows([stored], share), log }
}

function readFirstRows(
  run: Run,
  { fields, limit, format }: RowsQuery,
  maxTokens: number,
  { apify }: Context,
): Promise<{ counted: number | undefined; page: RowPage }> {
  const { lists, refined } = splitNames({ fields })
  return apify.readItems(
    run.datasetId ? { id: run.datasetId } : { runId: run.runId },
    { fields: lists.fields, limit, format: 'jsonl' },
    async ({ total, rows }) => ({
      counted: total,
      page: await readRows(refined(rows), {
        limit,
        maxTokens,
        ...rowOutputOf(format, fields).reading,
      }),
    }),
  )
}
