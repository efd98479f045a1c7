import type { Tool } from '../tool-call/tool.ts'

/**
 * Tools that find, read or end what a paid run has made. A run without an account belongs to its payment,
 * which opens it again: Apify's own server sends it with such calls too.
 */
const OF_RUNS: ReadonlySet<string> = new Set([
  'get_run',
  'list_runs',
  'abort_run',
  'get_log',
  'get_dataset',
  'list_dataset_items',
  'query_dataset',
  'export_items',
  'list_records',
  'get_record',
])

/** Returns whether the calls of a tool cost money. */
export function spends({ confirm }: Tool): boolean {
  return confirm?.kind === 'paid'
}

/** Returns whether a payment goes with the calls of a tool. */
export function isPaid(tool: Tool): boolean {
  return spends(tool) || OF_RUNS.has(tool.name)
}
