import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { installOnce } from './install-once.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/**
 * Runs the tests of a folder that has packages of its own, which are installed first. They are not part
 * of `npm ci`, because they are large. None of them needs an install script, so none is allowed to run
 * one. With `--install` on the command line they are only installed; other arguments go to Vitest.
 * @param folder below the root, such as `test/interop`
 */
export function runInstalledTests(folder: string): void {
  installOnce(`${ROOT}${folder}`, '--ignore-scripts')
  const asked = process.argv.slice(2)
  if (asked.includes('--install')) return
  const args = ['vitest', 'run', '--config', `${folder}/vitest.config.ts`, ...asked]
  const { status, error } = spawnSync('npx', args, { cwd: ROOT, stdio: 'inherit' })
  if (error) throw error
  process.exitCode = status ?? 1
}
