import { resolve } from 'node:path'
import { BUNDLED } from './actor-folders.ts'
import { type Flag, takesPath } from './flag-parser.ts'
import { folderPath } from './folders.ts'

/**
 * Returns the value of a flag with absolute paths; the same value if it has none.
 * @param base the folder in which relative paths begin; default: the current one
 */
export function withAbsolutePaths(flag: Flag, value: string, base = ''): string {
  const isSwitched = flag.optional && (value === 'true' || value === 'false')
  if (!takesPath(flag) || isSwitched) return value
  const absolute = (path: string) => (path.startsWith('~') ? folderPath(path) : resolve(base, path))
  if (flag.kind !== 'list') return absolute(value)
  return value
    .split(',')
    .map((entry) => entry.trim())
    .map((entry) => (entry === BUNDLED || entry === '' ? entry : absolute(entry)))
    .join(',')
}
