const MAX_FAILURES = 10

/** What the run stores as its OUTPUT record. */
export interface CrawlSummary {
  pagesCrawled: number
  pagesFailed: number
  /** Links that led to something other than an HTML page of the site. */
  pagesSkipped: number
  startedAt: string
  durationSecs: number
  maxDepthReached: number
  stoppedBy: 'maxPages' | 'done' | 'aborted'
  /** The first failures, as examples. */
  failures: { url: string; reason: string }[]
}

/** The summary of a crawl that starts now. */
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

/** Counts a failed page and keeps its reason while there is room. */
export function noteFailure(summary: CrawlSummary, url: string, reason: string): void {
  summary.pagesFailed++
  if (summary.failures.length < MAX_FAILURES) summary.failures.push({ url, reason })
}

/** The crawl so far in one phrase, such as "12 pages, 1 failed". */
export function describeSummary({ pagesCrawled, pagesFailed }: CrawlSummary): string {
  const pages = pagesCrawled === 1 ? '1 page' : `${pagesCrawled} pages`
  return pagesFailed === 0 ? pages : `${pages}, ${pagesFailed} failed`
}
