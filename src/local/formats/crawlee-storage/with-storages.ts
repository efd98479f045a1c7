import { lockDataFolder } from '../../data-folder.ts'
import { lockWhenUnused } from '../../data-folder-lock.ts'
import { type AllStorages, openStorages, settleStorages } from '../../storage/open-storages.ts'

/**
 * Opens the storages of a data folder while `use` runs, with the folder locked until all is written.
 * @param dir the data folder of a platform that is not running
 * @throws {Error} if a process uses the folder
 */
export async function withStorages<T>(
  dir: string,
  use: (storages: AllStorages) => Promise<T>,
): Promise<T> {
  const lock = await lockDataFolder(dir, lockWhenUnused)
  try {
    const storages = await openStorages(dir)
    try {
      return await use(storages)
    } finally {
      await settleStorages(storages)
    }
  } finally {
    await lock.release()
  }
}
