const MAX_FAILURES = 10

/** What the run stores as its OUTPUT record. */
export interface CrawlSummary {
  pagesCrawled: number
  pagesFailed: number
  /** Links that do not lead to an HTML page of the site. */
  pagesSkipped: number
  startedAt: string
  durationSecs: number
  maxDepthReached: number
  stoppedBy: 'maxPages' | 'done' | 'aborted'
  /** The first failures, as examples. */
  failures: { url: string; reason: string }[]
}

/** Returns the summary of a crawl that starts now. */
export function newSummary(): CrawlSummary {
  return {
    pagesCrawled: 0,
    pagesFailed: 0,
    pagesSkipped: 0,
    startedAt: new Date().toISOString(),
    durationSecs: 0,
    maxDepthReached: 0,
    stoppedBy: 'done',
    failures: [],
  }
}

/** Counts a failed page. Keeps the reasons of the first ten. */
export function noteFailure(summary: CrawlSummary, url: string, reason: string): void {
  summary.pagesFailed++
  if (summary.failures.length < MAX_FAILURES) summary.failures.push({ url, reason })
}

/** Describes the crawl so far in a phrase, such as "12 pages, 1 failed". */
export function describeSummary({ pagesCrawled, pagesFailed }: CrawlSummary): string {
  const pages = pagesCrawled === 1 ? '1 page' : `${pagesCrawled} pages`
  return pagesFailed === 0 ? pages : `${pages}, ${pagesFailed} failed`
}
