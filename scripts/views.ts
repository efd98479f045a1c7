import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { installChromium, WITHOUT_CHROMIUM } from '../test/support/views/browser.ts'

/**
 * Runs the tests of the views in Chromium, which is installed first if it is missing and can be had.
 * Otherwise they are skipped. With `--install` on the command line it is only installed; other
 * arguments go to Vitest.
 */
const asked = process.argv.slice(2)
if (!installChromium()) console.log(`The views are not tested: ${WITHOUT_CHROMIUM}`)
if (!asked.includes('--install')) {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/views/vitest.config.ts']
  const { status, error } = spawnSync(process.execPath, [...args, ...asked], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: 'inherit',
  })
  if (error) throw error
  process.exitCode = status ?? 1
}
