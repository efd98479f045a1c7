import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const CLIENTS = new URL('../test/interop/', import.meta.url)
/** Says which lockfile the installed packages are of. */
const MARK = new URL('node_modules/.lockfile-sha256', CLIENTS)

/** Runs a command in the root to its end; its failure ends this program. */
function run(command: string, ...args: string[]): void {
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit' })
  if (error) throw error
  if (status !== 0) process.exit(status ?? 1)
}

/** Installs the clients, which are too heavy for everyone's `npm ci`, where they are not installed. */
function installClients(): void {
  const lockfile = readFileSync(new URL('package-lock.json', CLIENTS))
  const digest = createHash('sha256').update(lockfile).digest('hex')
  if (existsSync(MARK) && readFileSync(MARK, 'utf8') === digest) return
  console.log('Installing the clients of test/interop, once for each version of its lockfile …')
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
  // None of them needs its install script, and no dependency of a test is trusted with one.
  run('npm', 'ci', '--prefix', 'test/interop', '--ignore-scripts', ...quiet)
  writeFileSync(MARK, digest)
}

installClients()
run('npx', 'vitest', 'run', '--config', 'test/interop/vitest.config.ts', ...process.argv.slice(2))
