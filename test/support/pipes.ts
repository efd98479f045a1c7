import { execFileSync } from 'node:child_process'
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { makeFolder } from './folder.ts'

/** Linux opens a named pipe for both directions at once, and has `/dev/full`. */
export const HAS_PIPES = process.platform === 'linux'

export interface Pipe {
  /** The end to write to. Writes to it block if the caller says so, as those to standard error may. */
  fd: number
  /** Fills it, so that it takes no more. */
  fill(): void
  /** Reads what is there. */
  read(): string
  /** Closes the end that reads. */
  closeReader(): void
}

/** Creates a named pipe, which the test reads. It is closed after the test. */
export async function openPipe({ blocks = false } = {}): Promise<Pipe> {
  const path = join(await makeFolder('pipe-'), 'pipe')
  execFileSync('mkfifo', [path])
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const open = new Set([reader])
  const openWriter = (flags: number) => {
    const fd = openSync(path, constants.O_WRONLY | flags)
    open.add(fd)
    return fd
  }
  const fd = openWriter(blocks ? 0 : constants.O_NONBLOCK)
  const filler = openWriter(constants.O_NONBLOCK)
  onTestFinished(() => {
    for (const each of open) closeSync(each)
  })
  return {
    fd,
    fill() {
      untilBusy(() => writeSync(filler, Buffer.alloc(4096, '.')))
    },
    read() {
      let text = ''
      const chunk = Buffer.alloc(65_536)
      untilBusy(() => {
        text += chunk.toString('utf8', 0, readSync(reader, chunk))
      })
      return text
    },
    closeReader() {
      closeSync(reader)
      open.delete(reader)
    },
  }
}

/** Repeats something until a pipe is full, or empty. */
function untilBusy(act: () => void): void {
  for (;;) {
    try {
      act()
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return
      throw error
    }
  }
}
