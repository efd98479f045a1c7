import { readConfig } from '../config/config.ts'
import { UsageError } from '../config/usage-error.ts'

/**
 * Returns the data folder that a command works on.
 * @param given the value of its `--local`; undefined for the default folder
 * @throws {UsageError} if it is not a folder
 */
export function localFolder(
  given: string | undefined,
  env: Record<string, string | undefined>,
): string {
  const { target } = readConfig([`--local=${given ?? 'true'}`], env)
  if (target.mode !== 'local') throw new UsageError('--local needs a folder.')
  return target.dir
}
