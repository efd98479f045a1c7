import { closeSync, openSync, readdirSync, statSync, truncateSync, writeSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { OutputSpool } from '../../../../src/local/runs/log/output-spool.ts'
import { RunLog } from '../../../../src/local/runs/log/run-log.ts'
import { makeFolder } from '../../../support/folder.ts'
import { linesOf } from '../../../support/local-platform/log-lines.ts'

const MIB = 1024 * 1024

/** Opens a log with a file for output, to which the test writes in place of a process. */
async function openSpool() {
  const folder = await makeFolder()
  const log = new RunLog(join(folder, 'log.txt'), 0)
  const path = join(folder, 'output-0')
  // As a process does, this keeps the file open when the platform closes its own descriptor.
  const { started: output, spool } = await OutputSpool.open(log, async () => openSync(path, 'a'))
  const write = (bytes: string | Buffer) => writeSync(output, Buffer.from(bytes))
  const end = async () => {
    await spool.end()
    await log.end()
    return linesOf(await readFile(log.path, 'utf8'))
  }
  /** Follows the log until it contains a text. */
  const until = async (text: string) => {
    let shown = ''
    for await (const piece of log.read(new AbortController().signal)) {
      shown += piece
      if (shown.includes(text)) return
    }
  }
  return { folder, log, path, write, end, until, close: () => closeSync(output) }
}

test('lines are in the log while the process goes on', async () => {
  const { write, until, end, folder } = await openSpool()
  for (const line of ['one', 'two', 'three']) {
    write(`${line}\n`)
    await until(` ${line}\n`)
  }
  write('four')
  expect(await end()).toEqual(['one', 'two', 'three', 'four'])
  expect(readdirSync(folder)).toEqual(['log.txt'])
})

test('characters may come in pieces, and bytes that are no text do no harm', async () => {
  const { write, until, end } = await openSpool()
  write('start\n')
  await until('start')
  for (const byte of Buffer.from('é漢😀\n10 %\r20 %\r\n')) {
    write(Buffer.of(byte))
    await turn()
  }
  write(Buffer.from([0x61, 0xff, 0x00, 0x62, 0x0a, 0xf0, 0x9f]))
  expect(await end()).toEqual(['start', 'é漢😀', '10 %\r20 %', 'a\ufffd\0b', '\ufffd'])
})

test('lines of the platform follow the output before them', async () => {
  const { write, end, log } = await openSpool()
  write('half')
  log.addLine('The platform says so.')
  write(' a line\n')
  expect(await end()).toEqual(['half a line', 'The platform says so.'])
})

test('a process that outlives its run cannot harm its log', async () => {
  const { write, end, log, close } = await openSpool()
  write('in time\n')
  expect(await end()).toEqual(['in time'])
  write('too late\n')
  close()
  expect(linesOf(await readFile(log.path, 'utf8'))).toEqual(['in time'])
})

test('a log says that its output was emptied', async () => {
  const { write, until, end, path } = await openSpool()
  write('before\n')
  await until('before')
  truncateSync(path)
  // More than there was, so that the size does not tell.
  write(`${'after '.repeat(10)}\n`)
  const [before, after, note] = await end()
  expect([before, after]).toEqual(['before', 'after '.repeat(10)])
  expect(note).toContain('/dev/stdout')
})

test('a start that fails leaves no file', async () => {
  const folder = await makeFolder()
  const log = new RunLog(join(folder, 'log.txt'), 0)
  const refused = OutputSpool.open(log, () => Promise.reject(new Error('no such program')))
  await expect(refused).rejects.toThrow('no such program')
  log.addLine('It was not started.')
  await log.end()
  expect(readdirSync(folder)).toEqual(['log.txt'])
  expect(linesOf(await readFile(log.path, 'utf8'))).toEqual(['It was not started.'])
})

test('a full log keeps its beginning and its last lines, and its output is cut', async () => {
  const { write, end, path, log, until } = await openSpool()
  const line = (n: number) => `line ${n} ${'x'.repeat(n % 100)}`
  let lines = 0
  let written = 0
  const writeMore = (bytes: number) => {
    const all: string[] = []
    for (let size = 0; size < bytes; size += (all.at(-1)?.length ?? 0) + 1) all.push(line(lines++))
    written += write(`${all.join('\n')}\n`)
  }
  // First faster than the reader is, then in its pace.
  writeMore(20 * MIB)
  while (written < 40 * MIB) {
    while (statSync(path).size > 15 * MIB) await turn()
    writeMore(MIB)
  }
  await until('nearly full')
  const kept = await end()
  expect(statSync(log.path).size).toBeLessThanOrEqual(10 * MIB)
  const mark = kept.findIndex((one) => one.includes('nearly full'))
  expect(mark).toBeGreaterThan(50_000)
  expect(kept.slice(0, mark).findIndex((one, n) => one !== line(n))).toBe(-1)
  const last = kept.slice(mark + 1, -1)
  expect(last.length).toBeGreaterThan(500)
  const firstOfLast = lines - last.length
  expect(last.findIndex((one, at) => one !== line(firstOfLast + at))).toBe(-1)
  expect(kept.at(-1)).toMatch(/^The log reached 10 MiB\. .* about \d+ KiB in between are not\.$/)
})

test('the end of long lines is kept, also if their output is emptied', async () => {
  for (const isEmptied of [false, true]) {
    const { write, end, path } = await openSpool()
    write(`${'x'.repeat(60_000)}\n`.repeat(400))
    write('Error: the reason\n')
    while (statSync(path).size > 13 * MIB) await turn()
    if (isEmptied) truncateSync(path)
    if (isEmptied) write('Error: the reason\n')
    const lines = await end()
    expect(lines.filter((line) => line === 'Error: the reason')).toHaveLength(1)
    expect(lines.filter((line) => line.includes('emptied'))).toHaveLength(isEmptied ? 1 : 0)
  }
})

test('a log that just fits is not cut', async () => {
  const { write, end } = await openSpool()
  write(`${'x'.repeat(999)}\n`.repeat(9900))
  write('more\n'.repeat(1000))
  const lines = await end()
  expect(lines.filter((line) => line.startsWith('xxx'))).toHaveLength(9900)
  expect(lines.filter((line) => line === 'more')).toHaveLength(1000)
  expect(lines.join('\n')).not.toContain('The log reached')
})
