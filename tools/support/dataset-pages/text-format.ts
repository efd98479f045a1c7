import type { StorageRef } from '../../../src/apify/types/run-types.ts'
import { countTokens } from '../../../src/budget/fit-rows.ts'
import { wholePage } from '../../../src/budget/row-page.ts'
import { readBytes } from '../../../src/budget/text-page.ts'
import { ToolError } from '../../../src/shared/errors.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import type { PageQuery } from './page-query.ts'

/** Lists rows in a text format: asks for fewer rows until the whole, well-formed answer fits. */
export async function listText(ref: StorageRef, query: PageQuery, { apify, settings }: Context) {
  const room = settings.maxResultTokens - 100
  for (let limit = query.limit; ; ) {
    const { bytes, total, whole } = await apify.readItems(
      ref,
      { ...query, limit },
      async ({ chunks, total }) => ({ ...(await readBytes(chunks, room * 32)), total }),
    )
    const text = new TextDecoder().decode(bytes) // which leaves out the byte order mark of csv
    const cost = countTokens(text)
    if (whole && cost <= room) {
      // A server that does not count: a page with fewer lines than rows asked for is the last.
      const full = text.trim().split('\n').length >= limit
      return { text, ...wholePage(query.offset, limit, total, full) }
    }
    if (limit === 1) {
      throw new ToolError(
        `One row as ${query.format} exceeds the budget of ${settings.maxResultTokens} tokens.`,
        'Choose fewer `fields`, or use format `json`, which truncates long values and names them.',
      )
    }
    limit = Math.max(1, Math.min(limit >> 1, Math.floor((limit * room) / Math.max(1, cost))))
  }
}
