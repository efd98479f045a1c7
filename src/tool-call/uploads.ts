import { constants } from 'node:fs'
import { type FileHandle, lstat, open, realpath } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { isDeviceName } from '../shared/device-name.ts'
import { ToolError } from '../shared/errors.ts'
import { quoted } from '../shared/quote.ts'

/** Longer paths are refused, in characters. */
const MAX_PATH_CHARS = 500
/** How much is read at once, in bytes. */
const CHUNK_BYTES = 128 * 1024
/** A part of a path that is safe on every system: no separators, no control characters, no stream of NTFS. */
const PATH_PART = /^[^/\\:*?"<>|\p{Cc}]{1,255}$/u

/** Reads files of one folder, and no others. */
export interface Uploads {
  /** @throws {ToolError} if the path is not one below the folder */
  check(path: string): void
  /**
   * Opens a regular file below the folder, passes it to `use`, then closes it. No symbolic link is followed.
   * @throws {ToolError} if there is no such file, or it cannot be read; whatever `use` throws
   */
  read<T>(path: string, use: (file: UploadFile) => Promise<T>): Promise<T>
}

/** An open file. */
export interface UploadFile {
  /** Its name without folders. */
  name: string
  /** Its size when it was opened, in bytes. */
  bytes: number
  /** Reads it from its beginning, each time. */
  chunks(): AsyncIterable<Buffer>
}

/** Returns the uploads of a folder. */
export function uploadsIn(dir: string): Uploads {
  return {
    check: (path) => void partsOf(path),
    async read(path, use) {
      const parts = partsOf(path)
      const file = await openFile(resolve(dir), parts)
      try {
        const { size } = await file.stat()
        return await use({ name: basename(path), bytes: size, chunks: () => chunksOf(file, size) })
      } finally {
        await file.close()
      }
    },
  }
}

/**
 * Reads what the file had when it was opened. A stream of Node.js would close the file with the first reader that stops.
 * @throws {ToolError} if it has become shorter
 */
async function* chunksOf(file: FileHandle, bytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes; ) {
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, bytes - at))
    const { bytesRead } = await file.read(chunk, 0, chunk.length, at)
    if (bytesRead === 0)
      throw new ToolError(
        'The file became shorter while it was read.',
        'Call again when it is complete.',
      )
    at += bytesRead
    yield chunk.subarray(0, bytesRead)
  }
}

function partsOf(path: string): string[] {
  const parts = path.split('/')
  const isPlain = (part: string) =>
    PATH_PART.test(part) && !/^\.\.?$|[. ]$/.test(part) && !isDeviceName(part)
  if (path.length <= MAX_PATH_CHARS && parts.every(isPlain)) return parts
  throw new ToolError(
    `\`file\` is not a path below the upload folder: ${quoted(path, 60)}.`,
    'Use one such as `prices.csv` or `june/prices.csv`.',
  )
}

/** Opens a file without following links: none of the folders above it may be one either. */
async function openFile(dir: string, parts: readonly string[]): Promise<FileHandle> {
  try {
    let path = await realpath(dir)
    for (const part of parts) {
      path = join(path, part)
      if ((await lstat(path)).isSymbolicLink()) throw refused()
    }
    // A pipe would wait for its other end; the system refuses a link that has just taken the place of the file.
    const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
    const file = await open(path, flags)
    const [opened, named, real] = await Promise.all([file.stat(), lstat(path), realpath(path)])
    if (opened.isFile() && real === path && opened.ino === named.ino && opened.dev === named.dev)
      return file
    await file.close()
    throw refused()
  } catch (error) {
    throw error instanceof ToolError ? error : unreadable(error, parts.join('/'))
  }
}

function refused(): ToolError {
  return new ToolError(
    '`file` is a folder, a link or another special file, or below a link.',
    'Name a regular file of the upload folder.',
  )
}

function unreadable(cause: unknown, path: string): ToolError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new ToolError(
      `There is no file ${quoted(path, 100)} in the upload folder.`,
      'Check its name, or ask the operator about the folder of --upload-dir.',
    )
  }
  return new ToolError(
    `The file cannot be read from the upload folder (${code}).`,
    'Ask the operator to check the folder of --upload-dir.',
    { cause },
  )
}
