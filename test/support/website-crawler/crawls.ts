import { beforeAll, onTestFinished } from 'vitest'
import { startDemoSite } from '../../../scripts/demo-site.ts'
import { type FinishedRun, type RunOptions, runActor } from './actor-run.ts'
import { bundleActor } from './bundle.ts'
import { type Handler, startSite, type WebServer } from './web-server.ts'

/** Bundles the crawler for one test file and returns the function that runs it. */
export function useCrawler(): (input: unknown, options?: RunOptions) => Promise<FinishedRun> {
  let script = ''
  beforeAll(async () => {
    const bundle = await bundleActor('website-crawler')
    script = bundle.script
    return bundle.remove
  })
  return (input, options) => runActor(script, input, options)
}

/** Starts a site for the length of one test. */
export async function site(routes: Record<string, string | Handler>): Promise<WebServer> {
  const server = await startSite(routes)
  onTestFinished(() => server.close())
  return server
}

/** Starts the demo site for the length of one test. */
export async function demoSite(): Promise<{ url: string; pages: number }> {
  const demo = await startDemoSite()
  onTestFinished(() => demo.close())
  return demo
}
