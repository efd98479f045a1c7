import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { runId, writeRuns } from './run-folder.ts'
import { openLocal, type Scale } from './scale.ts'

const MB = 1_000_000
const LINES = 10_000
const LINE_BYTES = 100

/** Writes a log of lines of 100 bytes. Every ten thousandth is a warning. */
function writeLog(dir: string, mb: number): void {
  const file = openSync(join(dir, 'runs', runId(0), 'log.txt'), 'w')
  const line = (n: number) => {
    const what =
      n === 0 ? 'WARN  Reclaiming failed request back to the list' : 'INFO  Crawled the page'
    const text = `2025-01-01T00:00:00.000Z ${what} https://shop.example.com/chairs/${n}`
    return `${text.padEnd(LINE_BYTES - 1, ' .')}\n`
  }
  const block = Array.from({ length: LINES }, (_, n) => line(n)).join('')
  for (let written = 0; written < mb; written++) writeSync(file, block)
  closeSync(file)
}

/** The log of a run, in MB. */
export function logs(dir: string): Scale {
  const id = runId(0)
  return {
    name: 'log in MB',
    sizes: [1, 10, 100, 1_000],
    per: { count: 1, name: 'MB' },
    async open(size) {
      const data = join(dir, `log-${size}`)
      writeRuns(data, 1)
      writeLog(data, size)
      return openLocal(size, data, [])
    },
    measures: [
      { name: 'last lines', expected: 'linear', act: ({ call }) => call('get_log', { runId: id }) },
      {
        name: 'search',
        expected: 'linear',
        act: ({ call }) => call('get_log', { runId: id, search: 'failed request' }),
      },
      {
        name: 'lines in the middle',
        expected: 'linear',
        act: ({ call, size }) =>
          call('get_log', { runId: id, before: (size * MB) / LINE_BYTES / 2 }),
      },
    ],
  }
}
