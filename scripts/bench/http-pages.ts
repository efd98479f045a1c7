import { readFileSync } from 'node:fs'
import { startApi } from './api.ts'
import { requestOf } from './http-calls.ts'
import { CONNECTIONS, type StartedServer, startServer } from './http-servers.ts'
import { cpuOf } from './process.ts'
import { aim, type Row } from './table.ts'

const ROUNDS = 6
/** Pages that each server answers in a round. */
const PAGES = 300
/** Pages that each process answers before: V8 compiles until then. */
const WARM_UP = 1000

const PAGE = requestOf({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: {
    name: 'list_dataset_items',
    arguments: { datasetId: 'products-1000', limit: 20 },
  },
})

/**
 * Measures pages of rows of 3 kB over HTTP: what one costs a core, and how many more two workers answer than one.
 * The load and the API take their part of the same cores.
 */
export async function httpPages(): Promise<Row[]> {
  const api = await startApi()
  const one = await startServer(api.env.APIFY_API_BASE_URL)
  const two = await startServer(api.env.APIFY_API_BASE_URL, ['--workers=2'])
  try {
    await readPages(one, WARM_UP)
    await readPages(two, 2 * WARM_UP)
    const seconds = { one: 0, two: 0 }
    const cpuBefore = processorTime(one)
    for (let round = 0; round < ROUNDS; round++) {
      seconds.one += await readPages(one, PAGES)
      seconds.two += await readPages(two, PAGES)
    }
    const pages = ROUNDS * PAGES
    const perCore = pages / ((processorTime(one) - cpuBefore) / 1000)
    const byTwo = seconds.one / seconds.two
    return [
      { name: '20 rows of 3 kB', unit: '/s', ours: pages / seconds.one },
      {
        name: '  for each second of a core',
        unit: '/s',
        ours: perCore,
        note: aim(perCore, { atLeast: 300 }),
      },
      {
        name: '  by two workers, to one',
        unit: 'ratio',
        ours: byTwo,
        note: aim(byTwo, { atLeast: 1.6 }),
      },
    ]
  } finally {
    for (const { child } of [one, two]) child.kill('SIGTERM')
    await api.close()
  }
}

/** Reads pages on all connections at once, and returns the time in seconds. */
async function readPages({ pool }: StartedServer, count: number): Promise<number> {
  let left = count
  const started = performance.now()
  const reader = async () => {
    while (left-- > 0) {
      const { body } = await pool.request(PAGE)
      const text = await body.text()
      if (!text.includes('Wooden chair')) throw new Error(`Not a page: ${text.slice(0, 500)}`)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, reader))
  return (performance.now() - started) / 1000
}

/** Returns the processor time of a server and its workers so far, in milliseconds. */
function processorTime({ child: { pid = 0 } }: StartedServer): number {
  const workers = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
  const pids = [pid, ...workers.filter((worker) => worker !== '').map(Number)]
  return pids.reduce((sum, one) => sum + cpuOf(one), 0)
}
