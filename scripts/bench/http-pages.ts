import { readFileSync } from 'node:fs'
import { requestOf } from './http-calls.ts'
import { type Load, openLoad, startRows } from './http-load.ts'
import { CONNECTIONS, type StartedServer, startServer } from './http-servers.ts'
import { cpuOf } from './process.ts'
import { aim, type Row } from './table.ts'

const ROUNDS = 6
/** Pages that each server answers in a round. */
const PAGES = 300
/** Pages that each process answers before: V8 compiles until then. */
const WARM_UP = 1000

const ROWS = 20
const PAGE = requestOf({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: {
    name: 'list_dataset_items',
    arguments: { datasetId: 'products-1000', limit: ROWS },
  },
})

/**
 * Measures pages of rows of 3 kB over HTTP: what one costs a core, and how many more two workers answer than one.
 * The load and the API take their part of the same cores.
 */
export async function httpPages(): Promise<Row[]> {
  const upstream = await startRows(ROWS)
  const one = await startServer(upstream.url)
  const two = await startServer(upstream.url, ['--workers=2'])
  const loads: Load[] = []
  try {
    const expected = await firstPage(one)
    const load = await openLoad(one.origin, PAGE, CONNECTIONS)
    loads.push(load)
    await load.send(WARM_UP, expected)
    // A server closes connections on which nothing is sent for a while.
    const loadOfTwo = await openLoad(two.origin, PAGE, CONNECTIONS)
    loads.push(loadOfTwo)
    await loadOfTwo.send(2 * WARM_UP, expected)
    const seconds = { one: 0, two: 0 }
    const cpuBefore = processorTime(one)
    for (let round = 0; round < ROUNDS; round++) {
      seconds.one += await load.send(PAGES, expected)
      seconds.two += await loadOfTwo.send(PAGES, expected)
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
    for (const load of loads) load.close()
    upstream.close()
  }
}

async function firstPage({ pool }: StartedServer): Promise<Buffer> {
  const { body } = await pool.request(PAGE)
  const page = Buffer.from(await body.arrayBuffer())
  if (!page.includes('Wooden chair')) throw new Error(`Not a page: ${page.subarray(0, 500)}`)
  return page
}

/** Returns the processor time of a server and its workers so far, in milliseconds. */
function processorTime({ child: { pid = 0 } }: StartedServer): number {
  const workers = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
  const pids = [pid, ...workers.filter((worker) => worker !== '').map(Number)]
  return pids.reduce((sum, one) => sum + cpuOf(one), 0)
}
