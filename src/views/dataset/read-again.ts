import type { ReadCall } from '../shared/view-state.ts'

/** Matches the beginning of the JSON of `get_dataset`, which a host may have shortened. */
const DATASET_TEXT = /^\s*\{"datasetId"/

/**
 * Returns the call that reads a result again, by the arguments of the call before it. Rows come as a table, since
 * texts in other formats are not JSON.
 * @param text what the host kept of the result
 */
export function readAgain(args: Record<string, unknown>, text: string): ReadCall | undefined {
  if (args.datasetId === undefined && args.runId === undefined) return undefined
  if (typeof args.sql === 'string') return { tool: 'query_dataset', args }
  if (args.section !== undefined || DATASET_TEXT.test(text)) return { tool: 'get_dataset', args }
  return { tool: 'list_dataset_items', args: { ...args, format: 'table' } }
}
