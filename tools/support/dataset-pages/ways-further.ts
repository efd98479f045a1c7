import type { Context } from '../../../src/tool-call/tool.ts'

/** Why a page has no more rows: they take no more room, or as many were asked for. */
export type PageEnd = 'full' | 'limit'

/** Returns what shows more of the rows than a page that ended so, as the end of a sentence. */
export function waysFurther(
  end: PageEnd,
  format: string | undefined,
  { downloads, settings }: Pick<Context, 'downloads' | 'settings'>,
): string {
  // In a text the names of fields are not repeated either.
  const isObjects = format === undefined || format === 'json'
  const smaller = isObjects ? 'fewer `fields` or `format: "table"`' : 'fewer `fields`'
  return [
    end === 'full' && `${smaller} show more rows`,
    '`query_dataset` answers a question about all rows',
    downloads && !settings.readOnly && '`export_items` writes them to a file',
  ]
    .filter((way) => way)
    .join(', ')
}

/** Returns a sentence on why a page ended although there are more rows, and what shows more of them. */
export function pageEndNote(
  end: PageEnd,
  format: string,
  context: Pick<Context, 'downloads' | 'settings'>,
): string {
  const reason = end === 'full' ? 'The page is full' : 'The page ends at `limit`'
  return `${reason}: ${waysFurther(end, format, context)}.`
}
