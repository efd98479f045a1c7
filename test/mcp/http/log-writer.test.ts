import { closeSync, openSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { LogWriter } from '../../../src/mcp/http/log-writer.ts'
import { HAS_PIPES, openPipe, type Pipe } from '../../support/pipes.ts'

const MANY = `${'x'.repeat(8000)}\n`

/** Resolves with the text that a pipe has passed on when it ends with this. */
async function textUntil({ read }: Pipe, end: string): Promise<string> {
  let text = ''
  await expect
    .poll(() => {
      text += read()
      return text.endsWith(end)
    })
    .toBe(true)
  return text
}

describe.skipIf(!HAS_PIPES)('lines', () => {
  it('are written without another one that follows', async () => {
    const pipe = await openPipe()
    new LogWriter(pipe.fd).write('one\n')
    expect(await textUntil(pipe, 'one\n')).toBe('one\n')
  })

  it('that arrive while others wait for a reader are written when it reads', async () => {
    const pipe = await openPipe()
    const writer = new LogWriter(pipe.fd)
    pipe.fill()
    writer.write(MANY)
    writer.write('last\n')
    expect(await textUntil(pipe, 'last\n')).toMatch(/^\.+x{8000}\nlast\n$/)
  })

  it('are whole and in order if the pipe takes a part at a time, and the last ones are not lost', async () => {
    const pipe = await openPipe()
    const writer = new LogWriter(pipe.fd)
    const lines = Array.from({ length: 1000 }, (_, i) => `${i} ${'x'.repeat(200)}\n`)
    for (const line of lines) writer.write(line)
    const flushed = writer.flush()
    expect(await textUntil(pipe, lines.at(-1) ?? '')).toBe(lines.join(''))
    await flushed
  })

  it('are dropped, but only whole ones, when 4 MiB wait', async () => {
    const pipe = await openPipe()
    const writer = new LogWriter(pipe.fd)
    pipe.fill()
    const count = Math.floor((4 * 1024 * 1024) / MANY.length)
    for (let i = 0; i < count + 100; i++) writer.write(MANY)
    const end = `x\n`
    let text = await textUntil(pipe, end)
    while (text.length < count * MANY.length) text += await textUntil(pipe, end)
    writer.write('later\n')
    text += await textUntil(pipe, 'later\n')
    expect(text.replace(/^\.+/, '')).toBe(`${MANY.repeat(count)}later\n`)
  })

  it('are written in the last moment of the process', async () => {
    const pipe = await openPipe()
    const writer = new LogWriter(pipe.fd)
    writer.write('why\n')
    writer.flushSync()
    expect(pipe.read()).toBe('why\n')
  })
})

describe.skipIf(!HAS_PIPES)('the end', () => {
  const full = async () => {
    const fd = openSync('/dev/full', 'w')
    onTestFinished(() => closeSync(fd))
    return fd
  }
  const unread = async () => {
    const pipe = await openPipe()
    pipe.fill()
    return pipe.fd
  }
  const gone = async () => {
    const pipe = await openPipe()
    pipe.closeReader()
    return pipe.fd
  }

  it.each([
    ['a full disk', full],
    ['a pipe that nobody reads', unread],
    ['a pipe whose reader is gone', gone],
  ])('does not wait for %s', async (_, open) => {
    const writer = new LogWriter(await open())
    writer.write(MANY)
    writer.write('one\n')
    writer.flushSync()
    writer.write(MANY)
    await writer.flush()
  })
})
