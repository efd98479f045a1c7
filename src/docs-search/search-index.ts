import MiniSearch from 'minisearch'
import type { IndexEntry } from './parse-index.ts'

/** Entries that are indexed at once, before others have their turn. */
const CHUNK_ENTRIES = 500
/** A query has so many words at most; more of them find nothing better. */
const MAX_QUERY_CHARS = 500

/** Words that are in every question and tell no page from another. */
const STOP_WORDS = new Set(
  'a an and are as at be by can do does for from how i in into is it its me my of on or that the this to use using we what when where which why with you your'.split(
    ' ',
  ),
)

/** Finds pages by their words. */
export interface SearchIndex {
  /** Returns the best pages first, at most `limit`. */
  find(query: string, limit: number): IndexEntry[]
}

/** Indexes pages by title, section, description and the words of their addresses. */
export async function createSearchIndex(entries: readonly IndexEntry[]): Promise<SearchIndex> {
  const engine = new MiniSearch<{ id: number }>({
    fields: ['title', 'words', 'section', 'description'],
    tokenize,
    processTerm: stem,
  })
  const documents = entries.map(({ url, ...entry }, id) => ({
    ...entry,
    id,
    words: new URL(url).pathname.replace(/\.\w+$/, ''),
  }))
  await engine.addAllAsync(documents, { chunkSize: CHUNK_ENTRIES })
  return {
    find(query, limit) {
      const found = engine.search(query.slice(0, MAX_QUERY_CHARS), {
        boost: { title: 4, words: 2, section: 1.5 },
        prefix: (term) => term.length >= 3,
        fuzzy: (term) => (term.length >= 5 ? 0.2 : false),
        weights: { prefix: 0.5, fuzzy: 0.25 },
      })
      const words = new Set(
        tokenize(query.slice(0, MAX_QUERY_CHARS)).flatMap((word) => stem(word) ?? []),
      )
      // A page with all words goes before one that has one of them often.
      return found
        .map(({ id, score, queryTerms }) => ({
          id,
          score: (score * queryTerms.length) / words.size,
        }))
        .sort((a, b) => b.score - a.score)
        .slice(0, limit)
        .flatMap(({ id }) => entries[id] ?? [])
    },
  }
}

/** Returns the words of a text, and the parts of a name in it: `useApifyProxy`, `use`, `Apify`, `Proxy`. */
function tokenize(text: string): string[] {
  return (text.match(/[\p{L}\p{N}]+/gu) ?? []).flatMap((word) => {
    const parts = word.split(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u)
    return parts.length > 1 ? [word, ...parts] : word
  })
}

/** Returns what a word is indexed as: in lower case, in the singular; null if it tells nothing. */
function stem(word: string): string | null {
  const lower = word.toLowerCase()
  if (STOP_WORDS.has(lower)) return null
  return lower.length > 3 ? lower.replace(/ies$/, 'y').replace(/(?<=[^su])s$/, '') : lower
}
