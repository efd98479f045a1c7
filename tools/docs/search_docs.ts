import { z } from 'zod'
import { fitPage } from '../../src/budget/fit-rows.ts'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { note, notes } from '../support/arguments.ts'
import { oneLine } from '../support/text/one-line.ts'

/** Longer descriptions of pages are cut, in characters. */
const EXCERPT_CHARS = 240

export default defineTool({
  name: 'search_docs',
  title: 'Search documentation',
  description:
    "Searches Apify's documentation (platform, API, SDKs) and returns pages, best first: `title`, `url`, `excerpt`. Use it before you say how Apify works, then `read_docs`.",
  purpose: "Search Apify's documentation",
  toolset: 'docs',
  annotations: READ,
  input: z.strictObject({
    query: z.string().max(500).describe('A few words'),
    limit: z.int().min(1).max(50).default(8),
  }),
  output: z.object({ results: z.array(z.unknown()), note }),
  async handler({ query, limit }, { docs, settings }) {
    const found = await docs.search(query, limit)
    const results = found.hits.map(({ title, url, section, description }) => ({
      title: oneLine(title),
      url,
      excerpt: oneLine(description || section, EXCERPT_CHARS),
    }))
    return fitPage(results, settings.maxResultTokens, (fitted) => ({
      results: fitted.rows,
      note: notes(
        results.length === 0 && 'No page matches. Try other or fewer words, in English.',
        fitted.rowsUsed < results.length && `${results.length - fitted.rowsUsed} more did not fit.`,
        ...found.notes,
      ),
    }))
  },
})
