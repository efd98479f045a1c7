import { readdirSync, statSync } from 'node:fs'
import { mkdir, open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { OUTPUT_HEADER } from '../../../../src/local/runs/log/output-file.ts'
import { OutputReader } from '../../../../src/local/runs/log/output-reader.ts'
import { recoverLog } from '../../../../src/local/runs/log/recover-log.ts'
import { RunLog } from '../../../../src/local/runs/log/run-log.ts'
import { makeFolder } from '../../../support/folder.ts'
import { linesOf } from '../../../support/local-platform/log-lines.ts'

const STOPPED = 'The platform stopped.'
const TIME = '2026-01-01T00:00:00.000Z'
const EARLIER = `${TIME} An earlier process wrote this.\n`

/** Writes what a stop left: the log so far and the output of the last process. */
async function leave(folder: string, log: string | Buffer, output: string, bytes: number) {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'log.txt'), log)
  await writeFile(join(folder, `output-${bytes}`), OUTPUT_HEADER + output)
  return join(folder, 'log.txt')
}

async function recovered(path: string): Promise<string[]> {
  await recoverLog(path, STOPPED)
  return linesOf(await readFile(path, 'utf8'))
}

/** Returns the whole log of an output, as it is when the platform does not stop. */
async function wholeLog(folder: string, output: string): Promise<Buffer> {
  const path = await leave(folder, EARLIER, output, EARLIER.length)
  const log = new RunLog(path, EARLIER.length)
  const file = await open(join(folder, `output-${EARLIER.length}`))
  await new OutputReader(file, log).end()
  await file.close()
  await log.end()
  return readFile(path)
}

test('a log is complete wherever the stop was, and nothing is in it twice', async () => {
  const folder = await makeFolder()
  const output = 'one\ntwo\r\n\nthree é漢😀\nhalf'
  const log = await wholeLog(folder, output)
  const lines = ['An earlier process wrote this.', 'one', 'two', '', 'three é漢😀', 'half', STOPPED]
  for (let size = EARLIER.length; size <= log.length; size += 1) {
    const bytes = EARLIER.length
    const path = await leave(join(folder, String(size)), log.subarray(0, size), output, bytes)
    expect(await recovered(path)).toEqual(lines)
    expect(readdirSync(join(folder, String(size)))).toEqual(['log.txt'])
  }
})

test('a full log is complete but for its middle, wherever the stop was', async () => {
  const folder = await makeFolder()
  const output = Array.from({ length: 10_000 }, (_, n) => `${n} ${'x'.repeat(1100)}\n`).join('')
  const log = await wholeLog(folder, output)
  const mark = log.indexOf('The log is nearly full')
  const stops = [mark - 5000, mark - 20, mark + 10, mark + 100, mark + 5000, log.length - 10]
  for (const stop of stops) {
    const target = join(folder, String(stop))
    const path = await leave(target, log.subarray(0, stop), output, EARLIER.length)
    const lines = await recovered(path)
    const kept = lines.map((line) => Number.parseInt(line, 10)).filter(Number.isInteger)
    const gap = kept.findIndex((n, at) => n !== at)
    expect(gap).toBeGreaterThan(9000)
    expect(kept.slice(gap)).toEqual(kept.slice(gap).map((_, at) => 10_000 - kept.length + gap + at))
    expect(kept.at(-1)).toBe(9999)
    expect(lines.at(-2)).toBe(STOPPED)
    expect(lines.at(-1)).toMatch(/^The log reached 10 MiB\./)
    expect(statSync(path).size).toBeLessThanOrEqual(10 * 1024 * 1024)
  }
})

test.each<[what: string, files: Record<string, string>, lines: string[]]>([
  ['no log and no output', {}, [STOPPED]],
  ['a log without output', { 'log.txt': `${TIME} one\n${TIME} tw` }, ['one', STOPPED]],
  ['output without a log', { 'output-0': `${OUTPUT_HEADER}one\ntwo\n` }, ['one', 'two', STOPPED]],
  ['output of a process that did not start', { 'output-0': '' }, [STOPPED]],
  [
    'output of an earlier process that could not be deleted',
    {
      'log.txt': `${TIME} one\n${TIME} two\n`,
      'output-0': `${OUTPUT_HEADER}one\n`,
      'output-29': `${OUTPUT_HEADER}two\nthree\n`,
    },
    ['one', 'two', 'three', STOPPED],
  ],
])('what is left may be %s', async (_, files, lines) => {
  const folder = await makeFolder()
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  expect(await recovered(join(folder, 'log.txt'))).toEqual(lines)
})
