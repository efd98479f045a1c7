import { access, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { randomId } from './ids.ts'

/** Reads a JSON file; undefined when there is none. A file that is not JSON throws. */
export async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error) => {
    if (isMissing(error)) return undefined
    throw error
  })
  return text === undefined ? undefined : JSON.parse(text)
}

/** Replaces a JSON file as a whole: after a crash it holds the old or the new value, never half. */
export async function writeJson(path: string, value: object): Promise<void> {
  const temporary = `${path}.${randomId()}.tmp`
  try {
    const file = await open(temporary, 'wx')
    try {
      await file.writeFile(JSON.stringify(value))
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

/** Makes new names in a folder durable, where the system can. */
export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open folders; there the file system's own journal has to do.
  if (process.platform === 'win32') return
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Whether there is a file or folder of that name. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/** Whether a file operation failed because there is nothing of that name. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
