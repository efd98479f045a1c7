import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Installs what the lockfile of a folder names, where that was not done yet.
 * @param flags of npm, beside the usual ones
 */
export function installOnce(folder: string, ...flags: string[]): void {
  const mark = join(folder, 'node_modules/.installed')
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return
  console.log(`Installing what ${folder} names, once for each version of its lockfile …`)
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...flags]
  execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  writeFileSync(mark, lock)
}
