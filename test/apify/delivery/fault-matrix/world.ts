import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDocsSite } from '../../../support/docs-site.ts'
import { startFakeApify } from '../../../support/fake-apify/apify.ts'
import { countStarts } from '../../../support/fake-apify/starts.ts'
import { fill, ROWS, RUN } from '../../../support/seeded-server.ts'

export const TOKEN = 'marked-token-of-the-matrix'
/** What looks like a token of another account, in what Actors wrote. */
export const PLANTED = 'apify_api_PlantedInWhatActorsWrite012345'
/** What `push_dataset_items` pushes; its dataset has the same rows before. */
export const PUSHED = [{ a: 1, b: { c: ['ü'] } }, { a: 2 }]

const INDEX =
  '# Docs\n\n- [Proxy](/proxy.md): Change the IP address.\n- [Actors](/actors.md): Programs.\n'

export type World = Awaited<ReturnType<typeof openWorld>>

/** Starts what one cell needs for itself alone: an account, a site of documentation and a folder. */
export async function openWorld() {
  const ends: (() => Promise<unknown>)[] = []
  const fake = fill(await startFakeApify(TOKEN))
  ends.push(fake.close)
  fake.setRun({ id: 'run2', actId: RUN.actId, status: 'RUNNING', startedAt: '2026-01-03' })
  countStarts(fake, RUN)
  fake.setRun({ ...RUN, statusMessage: `Key ${PLANTED}` })
  fake.datasets.set('data1', [...ROWS, { note: PLANTED }])
  fake.datasets.set('pushed1', [...PUSHED])
  fake.datasets.set('prices1', [])
  fake.storages['key-value-stores']?.push({ id: 'store1', name: 'notes' })
  const contentType = 'application/json; charset=utf-8'
  const body = JSON.stringify({ ok: true, key: PLANTED })
  fake.records.set('store1/OUTPUT', { body, contentType })
  fake.logs.set('run1', `2026-01-02 INFO  Start\n2026-01-02 INFO  ${PLANTED}\n`)

  const site = await startDocsSite(INDEX, (end) => ends.push(end))
  site.set('/proxy.md', { body: `# Proxy\n\nIts addresses change. ${PLANTED}\n` })
  site.set('/actors.md', { body: '# Actors\n\nPrograms that run in the cloud.\n' })
  const folder = await mkdtemp(join(tmpdir(), 'matrix-'))
  ends.push(() => rm(folder, { recursive: true, force: true }))
  return {
    fake,
    site,
    folder,
    async close() {
      for (const end of ends) await end()
    },
  }
}
