import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLocalPlatform } from '../../src/local/index.ts'

/** Prints the cost of a million items: `npx tsx scripts/bench/local-items.ts [COUNT]`. */
const COUNT = Number(process.argv[2] ?? 1_000_000)
const BATCH = 5000

const dir = await mkdtemp(join(tmpdir(), 'local-platform-bench-'))
const platform = await startLocalPlatform({ dir, actorDirs: [] })
const headers = { authorization: `Bearer ${platform.token}` }

function print(what: string, value: number, unit: string): void {
  const memory = `${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB resident`
  process.stdout.write(`${what.padEnd(28)}${value.toFixed(1).padStart(10)} ${unit}, ${memory}\n`)
}

async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(`${platform.baseUrl}/v2${path}`, { headers, ...init })
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
  return response
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await action()
  return performance.now() - start
}

function batch(first: number): string {
  const items = Array.from({ length: BATCH }, (_, i) => {
    const n = first + i
    const url = `https://example.com/page/${n}`
    return { n, url, title: `Title of page ${n}`, deep: { a: 1, b: [1, 2] } }
  })
  return JSON.stringify(items)
}

async function drain(response: Response): Promise<void> {
  const reader = response.body?.getReader()
  while (reader && !(await reader.read()).done);
}

try {
  await request('/datasets?name=bench', { method: 'POST' })
  const push = await timed(async () => {
    for (let at = 0; at < COUNT; at += BATCH) {
      await drain(await request('/datasets/~bench/items', { method: 'POST', body: batch(at) }))
    }
  })
  print(`push ${COUNT} items`, push / 1000, 's')
  const page = `/datasets/~bench/items?offset=${COUNT - 100}&limit=100`
  for (const turn of ['first', 'second', 'third']) {
    print(`last page of 100, ${turn}`, await timed(async () => drain(await request(page))), 'ms')
  }
  for (const format of ['jsonl', 'json', 'csv', 'xml', 'html', 'rss']) {
    const path = `/datasets/~bench/items?format=${format}`
    print(`all as ${format}`, (await timed(async () => drain(await request(path)))) / 1000, 's')
  }
} finally {
  await platform.close()
  await rm(dir, { recursive: true, force: true })
}
