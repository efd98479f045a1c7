import type { CrawlInput } from './input.ts'
import { describeError, log } from './log.ts'
import { type PageContent, readContent } from './page-content.ts'
import { fetchPage, type LoadedPage, type PageOutcome } from './page-fetch.ts'
import { type CrawlSummary, newSummary, noteFailure } from './summary.ts'

/** One row of the dataset. */
interface PageRow {
  url: string
  title: string
  text: string
  /** Only with a selector. */
  matches?: string[]
  links: number
  loadTimeMs: number
  depth: number
  statusCode: number
}

interface CrawlHooks {
  /** Ends the crawl early. Pages that are still loading are dropped. */
  signal: AbortSignal
  /** Returns the proxy for the next request. Without it, pages are loaded directly. */
  nextProxy: (() => URL) | undefined
  storeRow: (row: PageRow) => Promise<void>
  onProgress: (summary: CrawlSummary) => void
}

type ReadPage = LoadedPage & { content: PageContent }
type ReadOutcome = ReadPage | Exclude<PageOutcome, LoadedPage>

/** Crawls sites level by level, so that every page is found at its lowest depth. */
export class Crawler {
  private readonly summary = newSummary()
  private readonly seen = new Set<string>()
  private pagesLoading = 0

  constructor(
    private readonly input: CrawlInput,
    private readonly hooks: CrawlHooks,
  ) {}

  /** Crawls until no page is left, the page limit is reached or the signal fires. */
  async run(): Promise<CrawlSummary> {
    const startedAt = performance.now()
    let waiting = this.input.startUrls.filter((url) => this.claim(url))
    for (let depth = 0; waiting.length > 0 && this.mayLoadPage(); depth++) {
      waiting = await this.crawlLevel(waiting, depth)
    }
    if (this.hooks.signal.aborted) this.summary.stoppedBy = 'aborted'
    else if (waiting.length > 0) this.summary.stoppedBy = 'maxPages'
    this.summary.durationSecs = Math.round(performance.now() - startedAt) / 1000
    return this.summary
  }

  /**
   * Crawls the pages of one depth.
   * @returns the pages left over at the limit, then the next level in the order of pages and links
   */
  private async crawlLevel(urls: string[], depth: number): Promise<string[]> {
    const linksOf: string[][] = []
    let next = 0
    const work = async () => {
      // Checked before each page, because a page that fails does not count towards the limit.
      for (let url = urls[next]; url !== undefined && this.mayLoadPage(); url = urls[next]) {
        const index = next++
        linksOf[index] = await this.crawlPage(url, depth)
      }
    }
    await Promise.all(Array.from({ length: this.input.maxConcurrency }, work))
    return [...urls.slice(next), ...linksOf.flat().filter((url) => this.claim(url))]
  }

  /** Crawls one page and returns the links to follow from it. */
  private async crawlPage(url: string, depth: number): Promise<string[]> {
    this.pagesLoading++
    const outcome = await this.readPage(url)
    this.pagesLoading--
    if (outcome.kind === 'page') {
      this.summary.pagesCrawled++
      await this.keepPage(outcome, depth)
    } else if (!this.hooks.signal.aborted) this.noteNoPage(url, depth, outcome)
    this.hooks.onProgress(this.summary)
    if (outcome.kind !== 'page' || depth >= this.input.maxDepth) return []
    return outcome.content.siteLinks.filter((link) => !this.seen.has(link))
  }

  private async readPage(url: string): Promise<ReadOutcome> {
    const { signal, nextProxy } = this.hooks
    const claim = (target: string) => this.claim(target)
    const outcome = await fetchPage(url, { signal, nextProxy, claim })
    if (outcome.kind !== 'page') return outcome
    try {
      return {
        ...outcome,
        content: readContent(outcome.html, { ...this.input, url: outcome.url }),
      }
    } catch (error) {
      return { kind: 'failed', reason: `cannot be read: ${describeError(error)}` }
    }
  }

  private async keepPage(page: ReadPage, depth: number): Promise<void> {
    const { url, loadTimeMs, statusCode } = page
    const { title, text, matches, linkCount } = page.content
    this.summary.maxDepthReached = Math.max(this.summary.maxDepthReached, depth)
    await this.hooks.storeRow({
      url,
      title,
      text,
      ...(matches && { matches }),
      links: linkCount,
      loadTimeMs,
      depth,
      statusCode,
    })
    const links = linkCount === 1 ? '1 link' : `${linkCount} links`
    log.info(`Crawled ${url} depth ${depth}, ${links}, ${loadTimeMs} ms`)
  }

  private noteNoPage(url: string, depth: number, outcome: Exclude<ReadOutcome, ReadPage>): void {
    const { kind, reason } = outcome
    // A start URL was asked for, so it fails if it is not a page.
    if (kind === 'failed' || (kind === 'unsuitable' && depth === 0)) {
      noteFailure(this.summary, url, reason)
      log.warn(`Failed ${url}: ${reason}`)
    } else {
      this.summary.pagesSkipped++
      log.info(`Skipped ${url}: ${reason}`)
    }
  }

  private mayLoadPage(): boolean {
    const places = this.input.maxPages - this.summary.pagesCrawled - this.pagesLoading
    return places > 0 && !this.hooks.signal.aborted
  }

  /** Reserves a URL for crawling. Returns false if the crawl already has it. */
  private claim(url: string): boolean {
    if (this.seen.has(url)) return false
    this.seen.add(url)
    return true
  }
}
