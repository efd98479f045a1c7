/** What a search in the documentation and its pages are. The engine and the tools agree on it. */

/** A page that a search has found. */
export interface DocsHit {
  title: string
  /** Its address for people, without `.md`. */
  url: string
  /** The headings above it in the index, outermost first. */
  section: string
  /** What the index says about it; an empty text if it says nothing. */
  description: string
}

interface DocsHits {
  /** Best first. */
  hits: DocsHit[]
  /** Sentences about sites that could not be read, or not anew. */
  notes: string[]
}

export interface DocsPage {
  title: string | undefined
  /** Its address for people, without `.md` and fragment. */
  url: string
  /** The page as Markdown, with line feeds only. */
  text: string
  /** The character at which the heading of the fragment begins; undefined if none is meant or found. */
  headingAt: number | undefined
  /** Sentences about what the text is not. */
  notes: string[]
}

/** Reads the documentation in one call. */
export interface Docs {
  /**
   * Finds pages by words.
   * @param limit most pages
   * @throws {ToolError} if no site can be read
   */
  search(query: string, limit: number): Promise<DocsHits>
  /**
   * Returns a page.
   * @param address its address, also without `.md` or with a fragment; or its path on the first site
   * @throws {ToolError} if there is no such page, with pages that are like it, or if it cannot be read
   */
  read(address: string): Promise<DocsPage>
}
