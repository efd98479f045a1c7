import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Installs the packages in the lockfile of a folder, unless that version of it is installed already.
 * @param flags more flags for npm
 */
export function installOnce(folder: string, ...flags: string[]): void {
  const marker = join(folder, 'node_modules/.installed')
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8')
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lock) return
  console.log(
    `Installing the packages of ${folder}. This happens once for each version of its lockfile.`,
  )
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...flags]
  execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  writeFileSync(marker, lock)
}
