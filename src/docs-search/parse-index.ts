import { markdownOf } from './page-address.ts'

/** A page in the index of a site. */
export interface IndexEntry {
  title: string
  /** Where its Markdown is. */
  url: string
  /** The headings above it, outermost first. */
  section: string
  description: string
}

/** More pages of one site are left out. */
const MAX_ENTRIES = 20_000
/** A longer line is not one of an index, in characters. */
const MAX_LINE_CHARS = 10_000
/** Longer texts are cut: they are searched, not shown. In characters. */
const MAX_TITLE_CHARS = 300
const MAX_DESCRIPTION_CHARS = 1000

/** `- [Title](address "hover text"): description`. A title may have brackets, an address parentheses. */
const ENTRY =
  /^\s*(?:[-*+]|\d+[.)])\s+\[((?:\\.|[^\\\]]|\](?!\())*)\]\(\s*<?((?:[^\s<>()]|\([^\s<>()]*\))*)>?(?:\s+["'][^"']*["'])?\s*\)(.*)$/s
const HEADING = /^(#{1,6})\s+(.*)$/s
const CONTINUATION = /^\s{2,}(?![-*+]\s|\d+[.)]\s)\S/

/**
 * Parses an index in the form of llms.txt: a Markdown list of links below headings.
 * @param text the index, with any line ends
 * @param base its address, for relative links
 * @returns its pages that are on the same site, each once
 */
export function parseIndex(text: string, base: string): IndexEntry[] {
  const reader = new IndexReader(base)
  for (const line of text.split(/\r\n?|\n/)) {
    if (reader.found.size >= MAX_ENTRIES) break
    if (line.length <= MAX_LINE_CHARS) reader.read(line)
  }
  return [...reader.found.values()]
}

/** Reads an index line by line. */
class IndexReader {
  /** By their addresses. */
  readonly found = new Map<string, IndexEntry>()
  private readonly headings: string[] = []
  /** The entry to which the next line may belong. */
  private last: IndexEntry | undefined

  constructor(private readonly base: string) {}

  read(line: string): void {
    const { last } = this
    this.last = undefined
    const [, level, heading] = HEADING.exec(line) ?? []
    const entry = readEntry(line, this.base, this.headings)
    if (level !== undefined && heading !== undefined) this.enter(level.length, heading)
    else if (entry) this.add(entry)
    else if (last && CONTINUATION.test(line)) {
      last.description = joined(last.description, line)
      this.last = last
    }
  }

  private enter(level: number, heading: string): void {
    this.headings.length = Math.min(this.headings.length, level - 1)
    this.headings[level - 1] = plain(heading.replace(/\s#+\s*$/, ''))
  }

  private add(entry: IndexEntry): void {
    if (new URL(entry.url).origin !== new URL(this.base).origin || this.found.has(entry.url)) return
    this.found.set(entry.url, entry)
    this.last = entry
  }
}

function readEntry(
  line: string,
  base: string,
  headings: readonly string[],
): IndexEntry | undefined {
  const [, title = '', address, rest = ''] = ENTRY.exec(line) ?? []
  if (!address || !URL.canParse(address, base)) return undefined
  const url = new URL(address, base)
  if (!/^https?:$/.test(url.protocol)) return undefined
  // The first heading is the name of the site.
  const section = headings
    .slice(1)
    .filter((heading) => heading)
    .join(' › ')
  return {
    title: plain(title).slice(0, MAX_TITLE_CHARS) || url.pathname,
    url: markdownOf(url),
    section: section.slice(0, MAX_TITLE_CHARS),
    description: joined('', rest.replace(/^\s*[:–—-]\s*/, '')),
  }
}

function joined(description: string, more: string): string {
  return `${description} ${plain(more)}`.trim().slice(0, MAX_DESCRIPTION_CHARS)
}

/** Returns a text without the marks of Markdown that would only disturb a search. */
function plain(text: string): string {
  return text
    .replace(/\\([\\`*_[\]<>()#+.!|-])/g, '$1')
    .replace(/[`*]+/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
