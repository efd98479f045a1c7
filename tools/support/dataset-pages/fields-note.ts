import type { ItemsQuery } from '../../../src/apify/types/storage-types.ts'
import type { RowPage } from '../../../src/budget/row-page.ts'
import { notes } from '../arguments.ts'

/** Returns a sentence on the fields that a page lacks, and why; undefined if it lacks none. */
export function fieldsNote(
  { noFieldMatched }: RowPage,
  query: ItemsQuery = {},
): string | undefined {
  return notes(
    noFieldMatched &&
      `No row here has these \`fields\`${afterWhat(query)}; \`get_dataset\` lists the fields that exist.`,
    noFieldMatched &&
      query.fields?.some((name) => name.includes(',')) &&
      'A name with a comma is one name: give each name as an entry of its own.',
  )
}

/** Names the arguments that may have removed or renamed fields that the rows do have. */
function afterWhat({ fields, omit, unwind, flatten, view, clean }: ItemsQuery): string {
  const hides = clean && fields?.some((name) => name.startsWith('#'))
  const used = Object.entries({ omit, unwind, flatten, view, clean: hides })
    .filter(([, value]) => (Array.isArray(value) ? value.length > 0 : value))
    .map(([name]) => `\`${name}\``)
  return used.length > 0 ? ` after ${used.join(' and ')}` : ''
}
