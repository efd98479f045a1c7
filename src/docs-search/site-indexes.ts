import { ToolError } from '../shared/errors.ts'
import { Cache, type Cached } from './cache.ts'
import type { Downloaded } from './fetch-page.ts'
import { type IndexEntry, parseIndex } from './parse-index.ts'
import { createSearchIndex, type SearchIndex } from './search-index.ts'

/** What the indexes that are kept may take. */
const INDEX_LIMITS = { entries: 100, bytes: 64 * 1024 * 1024 }
/** Memory of an entry beside its texts, in bytes. */
const ENTRY_BYTES = 200

/** The sites as far as they could be read. */
export interface ReadSites {
  index: SearchIndex
  /** Sentences about sites that could not be read, or not anew. */
  notes: string[]
}

/** Reads the indexes of all sites, and searches them as one. */
export class SiteIndexes {
  private readonly cache: Cache<IndexEntry[]>
  /** The last index, and the entries of each site that it is made of. */
  private last: { parts: IndexEntry[][]; index: Promise<SearchIndex> } | undefined

  /** @param now a clock in milliseconds */
  constructor(
    private readonly indexes: readonly string[],
    private readonly download: (url: string) => Promise<Downloaded>,
    now?: () => number,
  ) {
    this.cache = new Cache(INDEX_LIMITS, undefined, now)
  }

  /**
   * Returns an index of all sites that can be read.
   * @throws {ToolError} if none can
   */
  async read(): Promise<ReadSites> {
    const tried = await Promise.allSettled(
      this.indexes.map((url) => this.cache.get(url, () => this.load(url))),
    )
    const parts: IndexEntry[][] = []
    const notes: string[] = []
    const failures: unknown[] = []
    for (const [at, site] of tried.entries()) {
      const { host } = new URL(this.indexes[at] ?? '')
      if (site.status === 'fulfilled') {
        parts.push(site.value.value)
        notes.push(...staleNote(site.value, host))
      } else {
        failures.push(site.reason)
        notes.push(`${host} was not searched: ${reasonOf(site.reason)}`)
      }
    }
    if (parts.length === 0) throw failures[0]
    return { index: await this.indexOf(parts), notes }
  }

  private async load(url: string) {
    const { text, url: base } = await this.download(url)
    const value = parseIndex(text, base)
    if (value.length === 0) {
      throw new ToolError(
        `${url} lists no page of its site.`,
        'Ask the operator to check --docs: an index is a Markdown list of links.',
      )
    }
    const chars = value.reduce(
      (sum, { title, url, section, description }) =>
        sum + title.length + url.length + section.length + description.length,
      0,
    )
    // The texts, and about twice as much in the index of their words.
    return { value, bytes: 6 * chars + ENTRY_BYTES * value.length }
  }

  private indexOf(parts: IndexEntry[][]): Promise<SearchIndex> {
    const { last } = this
    const isSame =
      last?.parts.length === parts.length && parts.every((part, i) => part === last.parts[i])
    if (last && isSame) return last.index
    const index = createSearchIndex(parts.flat())
    this.last = { parts, index }
    return index
  }
}

function staleNote({ staleMs }: Cached<unknown>, host: string): string[] {
  if (staleMs === undefined) return []
  const hours = Math.round(staleMs / 3_600_000)
  return [`${host} cannot be reached; its list of pages is ${hours} hours old.`]
}

function reasonOf(error: unknown): string {
  return error instanceof ToolError ? error.happened : 'its index cannot be read.'
}
