import { Crawler } from './crawler.ts'
import { readEnvironment } from './environment.ts'
import { type CrawlInput, parseInput } from './input.ts'
import { describeError, log } from './log.ts'
import { Platform } from './platform.ts'
import { chooseProxies, type PlatformProxy } from './proxy.ts'
import { StatusReporter } from './status.ts'
import { type CrawlSummary, describeSummary } from './summary.ts'

/** The shell's code for a process that SIGTERM ended. */
const TERMINATED = 143

/** Time to write the output after SIGTERM, before the platform kills the run. */
const GRACE_MS = 900

interface RunContext {
  platform: Platform
  platformProxy: PlatformProxy | undefined
  status: StatusReporter
  signal: AbortSignal
}

/** Runs the Actor and returns its exit code. */
async function main(): Promise<number> {
  const environment = readEnvironment(process.env)
  const platform = new Platform(environment)
  const status = new StatusReporter((text, isFinal) => platform.setStatusMessage(text, isFinal))
  const stop = new AbortController()
  process.once('SIGTERM', () => {
    log.warn('Asked to stop: no more pages will be loaded.')
    setTimeout(() => process.exit(TERMINATED), GRACE_MS).unref()
    stop.abort()
  })
  try {
    const platformProxy = environment.proxy
    return await runCrawl({ platform, platformProxy, status, signal: stop.signal })
  } catch (error) {
    stop.abort()
    log.error(describeError(error))
    await status.finish(describeError(error))
    return 1
  }
}

async function runCrawl(context: RunContext): Promise<number> {
  const { platform, platformProxy, status, signal } = context
  const input = parseInput(await platform.getInput())
  log.info(describeStart(input))
  const crawler = new Crawler(input, {
    signal,
    nextProxy: chooseProxies(input.proxy, platformProxy),
    storeRow: (row) => platform.pushRow(row),
    onProgress: (summary) => status.update(`Crawled ${describeSummary(summary)} so far`),
  })
  const summary = await crawler.run()
  await platform.setRecord('OUTPUT', summary)
  const { code, message } = conclude(summary)
  if (code === 1) log.error(message)
  else log.info(message)
  await status.finish(message)
  return code
}

function describeStart(input: CrawlInput): string {
  const from = input.startUrls.join(', ')
  return `Crawling from ${from} to depth ${input.maxDepth}, at most ${input.maxPages} pages`
}

function conclude(summary: CrawlSummary): { code: number; message: string } {
  const crawled = `Crawled ${describeSummary(summary)}`
  if (summary.stoppedBy === 'aborted') {
    return { code: TERMINATED, message: `${crawled}, then was stopped.` }
  }
  if (summary.pagesCrawled === 0) {
    const [first] = summary.failures
    const reason = first ? `: ${first.url} ${first.reason}` : ''
    return { code: 1, message: `No start URL could be crawled${reason}.` }
  }
  const limit = summary.stoppedBy === 'maxPages' ? ', up to the page limit' : ''
  return { code: 0, message: `${crawled} in ${summary.durationSecs} s${limit}.` }
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    log.error(describeError(error))
    process.exitCode = 1
  },
)
