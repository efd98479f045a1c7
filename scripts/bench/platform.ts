/** Runs an empty local platform in a process of its own. Prints where it is. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLocalPlatform } from '../../src/local/index.ts'
import { announce } from './announce.ts'

const dir = await mkdtemp(join(tmpdir(), 'apify-agent-tools-bench-'))
const platform = await startLocalPlatform({ dir, actorDirs: [] })
const { baseUrl: url, token } = platform
announce({ url, token }, async () => {
  await platform.close()
  await rm(dir, { recursive: true, force: true })
})
