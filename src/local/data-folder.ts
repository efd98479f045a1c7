import { readdir, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isOfLock, type Lock, lockDirectory } from './data-folder-lock.ts'
import { makeFolder } from './files.ts'
import { checkFormat, writeFormat } from './format-version.ts'

/**
 * Locks a data folder for this process, after a look at its format. Creates the folder if it is
 * missing, for this user alone. A folder of release 0.1 gets the file that says its format.
 * @param lockFolder how to lock it, such as `lockWhenUnused`
 * @throws {Error} if the format is a newer one, before anything is changed, or if another process
 *   has the lock
 */
export async function lockDataFolder(dir: string, lockFolder = lockDirectory): Promise<Lock> {
  await checkFormat(dir)
  await makeFolder(dir)
  const lock = await lockFolder(dir)
  try {
    // The last holder of the lock may have changed the format since the first look.
    const isKnown = await checkFormat(dir)
    if (!isKnown) await writeFormat(dir)
    return lock
  } catch (error) {
    await lock.release()
    throw error
  }
}

/**
 * Deletes a locked folder. Nothing is deleted once the lock is free: then another process may have it.
 * @throws {Error} if something cannot be deleted, or another process has locked the folder
 */
export async function deleteLocked(dir: string, lock: Lock): Promise<void> {
  try {
    const names = (await readdir(dir)).filter((name) => !isOfLock(name))
    for (const name of names) await rm(join(dir, name), { recursive: true, force: true })
  } finally {
    await lock.release()
  }
  await rmdir(dir)
}
