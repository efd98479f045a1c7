import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
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

/** Returns the backups of a file that exists, without byte order marks. */
export async function readBackups(file: SettingsFile): Promise<{ path: string; text: string }[]> {
  const start = `${basename(file.realPath)}.apify-backup`
  const folder = dirname(file.realPath)
  const isBackup = (name: string) =>
    name.startsWith(start) && /^(?:-\d+)?$/.test(name.slice(start.length))
  const paths = (await readdir(folder)).filter(isBackup).map((name) => join(folder, name))
  return Promise.all(
    paths.map(async (path) => ({ path, text: ((await readBackup(path)) ?? '').replace(MARK, '') })),
  )
}

/** Returns the content of a backup; undefined if there is none. What cannot be read counts as another content. */
async function readBackup(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error) => (error.code === 'ENOENT' ? undefined : '\0'))
}
