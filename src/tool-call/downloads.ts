import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, realpath, rename, stat, unlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { isDeviceName } from '../shared/device-name.ts'
import { ToolError } from '../shared/errors.ts'
import { quoted } from '../shared/quote.ts'

/** File names that are safe on every system: no separators, no leading dot. */
const FILE_NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_ .()+=@~-]{0,150}$/u

/** Writes files into one folder, and nowhere else. */
export interface Downloads {
  /** @throws {ToolError} if the name is not a plain file name */
  check(name: string): void
  /**
   * Streams into a file of the folder. The file appears under its name only when it is complete, and
   * replaces one of that name. A symbolic link of that name is replaced, not followed.
   * @param name a plain file name
   * @param onBytes called after each chunk with the number of bytes written so far
   * @throws {ToolError} if the name is not plain or the folder cannot be written; whatever `chunks` throws
   */
  save(
    name: string,
    chunks: AsyncIterable<Uint8Array>,
    onBytes?: (bytes: number) => void,
  ): Promise<SavedFile>
}

interface SavedFile {
  path: string
  bytes: number
}

/** Returns downloads into a folder, which is created with the first file. */
export function downloadsIn(dir: string): Downloads {
  const folder = resolve(dir)
  return {
    check: checkName,
    async save(name, chunks, onBytes) {
      checkName(name)
      const real = await onDisk(async () => {
        await mkdir(folder, { recursive: true })
        return realpath(folder)
      })
      const path = join(real, name)
      await rejectFolder(path)
      const temporary = join(real, `.${randomBytes(8).toString('hex')}.part`)
      // `wx` fails if the name exists, so a planted link is not followed.
      const file = await onDisk(() => open(temporary, 'wx', 0o600))
      try {
        const bytes = await write(file, chunks, onBytes)
        await onDisk(() => rename(temporary, path))
        await syncFolder(real)
        return { path, bytes }
      } catch (error) {
        await unlink(temporary).catch(() => {})
        throw error
      }
    },
  }
}

function checkName(name: string): void {
  if (FILE_NAME.test(name) && !/[. ]$/.test(name) && !isDeviceName(name)) return
  throw new ToolError(
    `\`fileName\` is not a plain file name: ${quoted(name, 60)}.`,
    'Use one such as `prices.csv`, without folders.',
  )
}

async function rejectFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory())
    throw new ToolError(
      '`fileName` is the name of an existing folder.',
      'Choose another `fileName`.',
    )
}

async function write(
  file: FileHandle,
  chunks: AsyncIterable<Uint8Array>,
  onBytes: ((bytes: number) => void) | undefined,
): Promise<number> {
  let bytes = 0
  try {
    for await (const chunk of chunks) {
      await onDisk(() => writeAll(file, chunk))
      bytes += chunk.length
      onBytes?.(bytes)
    }
    await onDisk(() => file.sync())
  } finally {
    await file.close()
  }
  return bytes
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length; ) {
    at += (await file.write(chunk, at)).bytesWritten
  }
}

/** Makes the new name survive a power failure, if the system can. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}

/** Does work on the disk; its errors are reported as such, not as errors of the network. */
async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    throw new ToolError(
      `The file cannot be written to the download folder (${code}).`,
      code === 'ENOSPC'
        ? 'The disk is full. Free some space, or export fewer `fields` or rows.'
        : 'Ask the operator to check the folder of --download-dir.',
      { cause },
    )
  }
}
