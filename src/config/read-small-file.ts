import { readFile, stat } from 'node:fs/promises'
import { UsageError } from './usage-error.ts'

/** Far more than settings need, in bytes. */
const MAX_BYTES = 256 * 1024

/**
 * Reads a file of settings.
 * @param name of the file, for errors
 * @param remedy what to do if it cannot be read
 * @throws {UsageError} if it is missing, not readable, not a file, or larger than 256 KiB
 */
export async function readSmallFile(path: string, name: string, remedy: string): Promise<string> {
  const fail = (problem: string) => new UsageError(`${name} ${problem}.`, remedy)
  try {
    const stats = await stat(path)
    if (stats.isDirectory()) throw fail('is a folder')
    if (!stats.isFile()) throw fail('is not a regular file')
    if (stats.size > MAX_BYTES)
      throw fail(`has ${stats.size} bytes, and ${MAX_BYTES} are the most that is read`)
    // Some editors and shells of Windows put a byte order mark first.
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '')
  } catch (error) {
    if (error instanceof UsageError) throw error
    const code = error instanceof Error && 'code' in error ? error.code : error
    throw fail(code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`)
  }
}
