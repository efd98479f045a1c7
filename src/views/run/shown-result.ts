import type { RunActorSyncResult } from '../shared/results.ts'
import { isItemsResult, pageOfItems, type RowsPage } from '../shared/table/rows-page.ts'
import { isRecord, textOf } from '../shared/values.ts'
import type { ReadCall } from '../shared/view-state.ts'
import { isLogResult, type LogPage, readLogPage } from './log-pages.ts'
import { isRunResult, type RunState, readRun } from './run-state.ts'

/** What a result of any tool of this view holds. */
export interface Shown {
  /** Names the run for further calls. */
  runId: string | undefined
  run: RunState | undefined
  /** The first rows, if the result has some. */
  rows: RowsPage | undefined
  log: LogPage | undefined
  /** What the lines of `log` were searched for. */
  search: string | undefined
  /** Whether `log` is the end of its log. */
  isEnd: boolean
  /** What the model is told besides. */
  note: string | undefined
}

/** Tells whether a value is a result of a tool of this view, or of one that runs an Actor. */
export function isShown(value: unknown): value is Record<string, unknown> {
  return isRecord(value) && (isRunResult(value) || isRunResult(value.run) || isLogResult(value))
}

/**
 * Reads a result.
 * @param args the arguments of the call
 */
export function readShown(result: Record<string, unknown>, args: Record<string, unknown>): Shown {
  const note = textOf(result.note)
  const none = { rows: undefined, log: undefined, search: undefined, isEnd: false }
  if (isLogResult(result)) {
    const search = textOf(args.search)
    const isEnd = search === undefined && args.before === undefined
    const log = readLogPage(result)
    return { ...none, runId: textOf(args.runId), run: undefined, log, search, isEnd, note }
  }
  const synced: Partial<Record<keyof RunActorSyncResult, unknown>> = result
  if (isRunResult(synced.run)) {
    const more = { output: synced.output, log: synced.log, itemCount: synced.total }
    const run = readRun({ ...synced.run, ...more })
    return { ...none, runId: run.runId, run, rows: readRows(result), note }
  }
  const run = isRunResult(result) ? readRun(result) : undefined
  return { ...none, runId: run?.runId, run, note }
}

/** Returns the first rows of a result that has some. */
function readRows(result: Record<string, unknown>): RowsPage | undefined {
  const read = { ...result, offset: 0 }
  return isItemsResult(read) ? pageOfItems(read) : undefined
}

/**
 * Returns the call that reads a result again of which the host kept a text alone. It never starts a run: one that the
 * text does not name stays as text.
 */
export function readAgain(args: Record<string, unknown>, text: string): ReadCall | undefined {
  const named = /"runId"\s*:\s*"([\w-]+)"/.exec(text)?.[1]
  const runId = named ?? textOf(args.runId)
  if (runId === undefined) return undefined
  const isLog = /^\s*\{\s*"lines"/.test(text) || 'lines' in args || 'search' in args
  return isLog ? { tool: 'get_log', args } : { tool: 'get_run', args: { runId } }
}
