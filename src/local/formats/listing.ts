import type { Item } from '../storage/item-log/item.ts'

/** The items to write, as a format sees them. */
export interface Listing {
  /** Of the dataset, for titles. */
  id: string
  /** The name of the dataset, or its id. */
  label: string
  /** The dataset's address. */
  address: string
  /** JSON texts, one an item, a block at a time; each call reads from the start. */
  texts(): AsyncIterable<string[]>
}

/** What the query says about the format itself. */
export interface FormatOptions {
  /** Between the cells of `csv`. */
  delimiter: string
  skipHeaderRow: boolean
  /** Whether to begin with a byte order mark; undefined for the format's own habit. */
  bom: boolean | undefined
  xmlRoot: string
  xmlRow: string
  feedTitle: string | undefined
  feedDescription: string | undefined
}

/** One way to write a listing of items. */
export interface Format {
  contentType: string
  /** Of a file with such content. */
  extension: string
  /** Whether the format begins with a byte order mark where the query is silent. */
  hasBom?: boolean
  /** The parts of the body. It may refuse what the format cannot hold before it gives the first. */
  encode(listing: Listing, options: FormatOptions): Parts | Promise<Parts>
}

export type Parts = AsyncIterable<string | Buffer>

/** The values of a listing, a block at a time. */
export async function* itemsOf(listing: Listing): AsyncGenerator<Item[]> {
  for await (const block of listing.texts()) yield block.map((text): Item => JSON.parse(text))
}
