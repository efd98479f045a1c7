import { spawn } from 'node:child_process'
import { startHost } from '../test/support/views/host-server.ts'
import { startPlatform } from '../test/support/views/platform.ts'
import { examplesOf } from '../test/support/views/seed.ts'
import { startDemoSite } from './demo-site.ts'

/** The program that opens an address, by platform. */
const OPENERS: Partial<Record<NodeJS.Platform, string>> = { darwin: 'open', win32: 'explorer' }

/**
 * Starts a local platform with data, the server and a host page where a person can try each view, and
 * ends them on Ctrl-C. With `--open` on the command line it opens the page.
 */
const interrupted = new Promise<void>((resolve) => {
  // Handled each time: npm and the terminal both send the signal.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve())
})
const ends: (() => Promise<void>)[] = []
try {
  const site = await startDemoSite()
  ends.push(site.close)
  const platform = await startPlatform()
  ends.push(platform.close)
  const host = await startHost(platform.url, examplesOf(platform.seeded, site.url))
  ends.push(host.close)
  console.log(`The views are at ${host.url}. Press Ctrl-C to end.`)
  if (process.argv.includes('--open'))
    spawn(OPENERS[process.platform] ?? 'xdg-open', [host.url], { stdio: 'ignore' }).on(
      'error',
      () => console.log('No browser could be opened. Open the address yourself.'),
    )
  await interrupted
} finally {
  for (const end of ends.reverse()) await end()
}
