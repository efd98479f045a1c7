/** Runs the local platform of the trial, in a process of its own. Prints where it is. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startLocalPlatform } from '../../../src/local/index.ts'
import { announce } from '../announce.ts'
import { writeActors } from './actors.ts'
import { startBillingProxy } from './billing-proxy.ts'

/** The Actor that is bundled with the server. */
const BUNDLED = fileURLToPath(new URL('../../../dist/actors', import.meta.url))

const dir = await mkdtemp(join(tmpdir(), 'apify-agent-tools-trial-'))
const actors = join(dir, 'actors')
await writeActors(actors)
const platform = await startLocalPlatform({ dir: join(dir, 'data'), actorDirs: [BUNDLED, actors] })
const proxy = await startBillingProxy(platform.baseUrl)
announce({ url: proxy.url, token: platform.token }, async () => {
  proxy.close()
  await platform.close()
  await rm(dir, { recursive: true, force: true, maxRetries: 5 })
})
