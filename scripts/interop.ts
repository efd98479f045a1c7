import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { installOnce } from './install-once.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const CLIENTS = fileURLToPath(new URL('../test/interop', import.meta.url))

// Not part of `npm ci`, because they are large. None of them needs an install script, so none is
// allowed to run one.
installOnce(CLIENTS, '--ignore-scripts')
const asked = process.argv.slice(2)
if (!asked.includes('--install')) {
  const args = ['run', '--config', 'test/interop/vitest.config.ts', ...asked]
  const { status, error } = spawnSync('npx', ['vitest', ...args], { cwd: ROOT, stdio: 'inherit' })
  if (error) throw error
  process.exitCode = status ?? 1
}
