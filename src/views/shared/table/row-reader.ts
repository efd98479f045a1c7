import { isRecord, numberOf } from '../values.ts'
import type { Caller } from './row-source.ts'
import { isItemsResult, VALUE_COLUMN } from './rows-page.ts'

/** Reads single rows and long values of a dataset. */
export interface RowReader {
  /** Returns the row at an offset, as full as the server shows one. */
  readRow(position: number, signal: AbortSignal): Promise<Record<string, unknown>>
  /** Returns one value as text from a character on, and where its next part begins; undefined at its end. */
  readValue(
    position: number,
    field: string,
    from: number,
    signal: AbortSignal,
  ): Promise<{ text: string; next: number | undefined }>
}

/** @param dataset the arguments that name the dataset */
export function rowReader(host: Caller, dataset: Record<string, unknown>): RowReader {
  const read = (args: Record<string, unknown>, signal: AbortSignal) =>
    host.call('list_dataset_items', { ...dataset, limit: 1, ...args }, isItemsResult, { signal })
  return {
    async readRow(offset, signal) {
      const { items: [row] = [] } = await read({ offset }, signal)
      if (row === undefined) throw new Error('The row is no longer there.')
      return isRecord(row) ? row : { [VALUE_COLUMN]: row }
    },
    async readValue(offset, field, charOffset, signal) {
      const { text = '', next } = await read({ offset, fields: [field], charOffset }, signal)
      return { text, next: numberOf(next?.charOffset) }
    },
  }
}
