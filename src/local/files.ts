import { access, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { randomId } from './ids.ts'
import { parseStored } from './json-depth.ts'

/**
 * Reads a JSON file; undefined if there is none. What is nested too deep is cut.
 * @throws {SyntaxError} if the file is not JSON
 */
export async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error) => {
    if (isMissing(error)) return undefined
    throw error
  })
  return text === undefined ? undefined : parseStored(text)
}

/** Replaces a JSON file as `writeText` does. */
export async function writeJson(path: string, value: object, mode?: number): Promise<void> {
  await writeText(path, JSON.stringify(value), mode)
}

/**
 * Replaces a file as a whole. After a crash it holds the old or the new text, never half.
 * @param mode the permissions of the file, less those that the umask takes away
 */
export async function writeText(path: string, text: string, mode = 0o666): Promise<void> {
  const temporary = `${path}.${randomId()}.tmp`
  try {
    const file = await open(temporary, 'wx', mode)
    try {
      await file.writeFile(text)
      await file.datasync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncFolder(dirname(path))
}

/** Makes new file names in a folder survive a power cut, if the system can. */
export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open folders. There the journal of the file system has to be enough.
  if (process.platform === 'win32') return
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/**
 * Makes a folder, for this user alone, and those above it. Node's own way never ends where the system makes no
 * folders at all, such as in /proc.
 */
export async function makeFolder(path: string): Promise<void> {
  const make = () => mkdir(path, { mode: 0o700 })
  try {
    await make()
  } catch (error) {
    if (await isFolder(path)) return
    const parent = dirname(path)
    if (!isMissing(error) || parent === path || (await exists(parent))) throw error
    await makeFolder(parent)
    await make()
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

/** Tells whether a file or folder exists. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/** Tells whether a file operation failed because the file or folder does not exist. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
