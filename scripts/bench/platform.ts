/** Runs the local platform with the datasets that are questioned, in a process of its own. Prints where it is. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLocalPlatform } from '../../src/local/index.ts'
import { trialApi } from './agent/api.ts'
import { announce } from './announce.ts'
import { QUESTIONED_ROWS } from './query-rows.ts'

const ROWS = 5_000

const dir = await mkdtemp(join(tmpdir(), 'apify-agent-tools-bench-'))
const platform = await startLocalPlatform({ dir, actorDirs: [] })
const { baseUrl: url, token } = platform
const owner = trialApi({ APIFY_API_BASE_URL: url, APIFY_TOKEN: token })
for (const [name, row] of Object.entries(QUESTIONED_ROWS)) {
  const rows = Array.from({ length: ROWS }, (_, i) => row(i))
  await owner.push(await owner.create('datasets', name), rows)
}
announce({ url, token }, async () => {
  await platform.close()
  await rm(dir, { recursive: true, force: true })
})
