import { readFile, rm } from 'node:fs/promises'
import { UsageError } from '../../config/usage-error.ts'
import { contentOf, MARK, replaceFile, type SettingsFile } from './settings-file.ts'

/** Returns the path of the n-th backup of a file. */
function backupPath({ realPath }: SettingsFile, n: number): string {
  return `${realPath}.apify-backup${n === 1 ? '' : `-${n}`}`
}

/**
 * Copies a file beside itself, with the same rights. An earlier backup is never overwritten; one with the same
 * content serves again.
 * @returns the path of the copy; undefined if there is no file
 * @throws {UsageError} if the copy cannot be written
 */
export async function backUp(file: SettingsFile): Promise<string | undefined> {
  if (file.text === undefined) return undefined
  const content = contentOf(file, file.text)
  for (let n = 1; ; n++) {
    const path = backupPath(file, n)
    const earlier = await readBackup(path)
    if (earlier === content) return path
    if (earlier !== undefined) continue
    await replaceFile(path, content, file.stats).catch((error) => {
      throw new UsageError(
        `The backup ${JSON.stringify(path)} cannot be written (${error.code}).`,
        'Nothing was changed: make room or correct the permissions of the folder.',
      )
    })
    return path
  }
}

/** Returns the backups of a file, the latest first, without byte order marks. */
export async function readBackups(file: SettingsFile): Promise<{ path: string; text: string }[]> {
  const found: { path: string; text: string }[] = []
  for (let n = 1; ; n++) {
    const path = backupPath(file, n)
    const text = await readBackup(path)
    if (text === undefined) return found.reverse()
    found.push({ path, text: text.replace(MARK, '') })
  }
}

/** Removes the backups that are the same as the file has become. */
export async function removeBackups(paths: readonly string[]): Promise<void> {
  await Promise.all(paths.map((path) => rm(path, { force: true })))
}

/** Returns the content of a backup; undefined if there is none. What cannot be read counts as another content. */
async function readBackup(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error) => (error.code === 'ENOENT' ? undefined : '\0'))
}
