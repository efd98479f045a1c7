/** Runs the local platform with the datasets that are questioned, in a process of its own. Prints where it is. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLocalPlatform } from '../../src/local/index.ts'
import { QUESTIONED_ROWS } from './query-rows.ts'

const ROWS = 5_000

const dir = await mkdtemp(join(tmpdir(), 'apify-agent-tools-bench-'))
const platform = await startLocalPlatform({ dir, actorDirs: [] })
const headers = { authorization: `Bearer ${platform.token}`, 'content-type': 'application/json' }
for (const [name, row] of Object.entries(QUESTIONED_ROWS)) {
  const rows = JSON.stringify(Array.from({ length: ROWS }, (_, i) => row(i)))
  await send(`datasets?name=${name}`, '')
  await send(`datasets/~${name}/items`, rows)
}
process.stdout.write(`${JSON.stringify({ url: platform.baseUrl, token: platform.token })}\n`)
process.stdin.resume()
process.stdin.once('end', async () => {
  await platform.close()
  await rm(dir, { recursive: true, force: true })
  process.exit(0)
})

async function send(path: string, body: string): Promise<void> {
  const sent = await fetch(`${platform.baseUrl}/v2/${path}`, { method: 'POST', headers, body })
  if (!sent.ok) throw new Error(`${path}: ${await sent.text()}`)
}
