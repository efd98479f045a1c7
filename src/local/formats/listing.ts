import { parseDigits } from '../exact-integers.ts'
import type { Item } from '../storage/item-log/item.ts'

/** The items to write. */
export interface Listing {
  /** The id of the dataset, for titles. */
  id: string
  /** The name of the dataset, or its id. */
  label: string
  /** The URL of the dataset. */
  address: string
  /** Yields the JSON texts of the items, in blocks. Each call reads from the start. */
  texts(): AsyncIterable<string[]>
}

/** The options of a format. */
export interface FormatOptions {
  /** The character between the cells of `csv`. */
  delimiter: string
  skipHeaderRow: boolean
  /** Whether to begin with a byte order mark; undefined for the default of the format. */
  bom: boolean | undefined
  xmlRoot: string
  xmlRow: string
  feedTitle: string | undefined
  feedDescription: string | undefined
}

/** One way to write a listing of items. */
export interface Format {
  contentType: string
  /** The extension of a file in this format. */
  extension: string
  /** Whether a byte order mark is the default. */
  hasBom?: boolean
  /**
   * Yields the parts of the body. Rejects before the first part if the format cannot hold the
   * items.
   */
  encode(listing: Listing, options: FormatOptions): Parts | Promise<Parts>
}

export type Parts = AsyncIterable<string | Buffer>

/** Yields the items of a listing, in blocks. */
export async function* itemsOf(listing: Listing): AsyncGenerator<Item[]> {
  for await (const block of listing.texts()) yield block.map(parseDigits)
}
