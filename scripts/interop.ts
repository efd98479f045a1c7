import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { installOnce } from './install-once.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const CLIENTS = fileURLToPath(new URL('../test/interop', import.meta.url))

// They are too heavy for everyone's `npm ci`. None of them needs its install script, and no
// dependency of a test is trusted with one.
installOnce(CLIENTS, '--ignore-scripts')
const asked = process.argv.slice(2)
if (!asked.includes('--install')) {
  const args = ['run', '--config', 'test/interop/vitest.config.ts', ...asked]
  const { status, error } = spawnSync('npx', ['vitest', ...args], { cwd: ROOT, stdio: 'inherit' })
  if (error) throw error
  process.exitCode = status ?? 1
}
