import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Api } from './api.ts'
import { type Row, timed } from './table.ts'

/** A native command that answers a statement over the rows of a file. */
interface Engine {
  name: string
  /** @param file the rows as jsonl; the same name with `.sql` for a program of its own */
  args(file: string, sql: string): string[]
}

const ENGINES: Engine[] = [
  {
    name: 'duckdb',
    args: (file, sql) => ['-c', sql.replace('FROM items', `FROM read_json_auto('${file}')`)],
  },
  {
    name: 'sqlite3',
    args: (file, sql) => [
      ':memory:',
      '-cmd',
      'CREATE TABLE lines(line)',
      '-cmd',
      '.mode ascii',
      '-cmd',
      '.separator "\\037" "\\n"',
      '-cmd',
      `.import "${file}" lines`,
      `WITH items AS (SELECT line->>'shop' AS shop, line->>'price' AS price FROM lines) ${sql}`,
    ],
  },
]

/**
 * Measures native engines over the rows of a dataset as a file, from start to end.
 * @param path where the API has the rows as jsonl
 * @returns rows of the report, and the engines that are not installed
 */
export async function engines(api: Api, path: string, sql: string) {
  const dir = await mkdtemp(join(tmpdir(), 'apify-agent-tools-bench-'))
  const file = join(dir, 'items.jsonl')
  const found: Row[] = []
  const missing: string[] = []
  try {
    const isInstalled = ({ name }: Engine) => !spawnSync(name, ['--version']).error
    if (ENGINES.some(isInstalled)) await writeFile(file, await api.text(path))
    for (const engine of ENGINES) {
      if (!isInstalled(engine)) missing.push(engine.name)
      else found.push(await measureEngine(engine, file, sql))
    }
    return { found, missing }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function measureEngine({ name, args }: Engine, file: string, sql: string): Promise<Row> {
  const ours = await timed(async () => {
    const { status, stderr } = spawnSync(name, args(file, sql), { encoding: 'utf8' })
    if (status !== 0) throw new Error(`${name}: ${stderr}`)
  })
  return { name: `  the same by ${name}, from a file`, unit: 'ms', ours, note: 'from start to end' }
}
