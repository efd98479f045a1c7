import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { environment } from '../support/package-checks.ts'
import { ROOT } from '../support/root.ts'
import { BINARY, NO_TRAFFIC } from './clients/claude-code.ts'
import { runCommand } from './command.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'claude-plugin-'))
  const args = ['--import', 'tsx', 'scripts/bundle.ts', folder]
  await promisify(execFile)(process.execPath, args, { cwd: ROOT })
})
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

/** Returns a function that runs Claude Code, with a home folder of its own. */
async function claudeAtHome() {
  const env = { ...(await environment()), ...NO_TRAFFIC }
  return (...args: string[]) => runCommand([BINARY, ...args], { env, cwd: folder })
}

describe.skipIf(!existsSync(BINARY))('the plugin in Claude Code', () => {
  it.each([
    // `directory` is the catalog that plugins are submitted to.
    ['plugin.json', ['--strict', '--profile', 'directory']],
    ['marketplace.json', ['--strict']],
  ])('has a valid %s', async (file, checks) => {
    const claude = await claudeAtHome()
    const path = join(folder, 'claude-plugin/.claude-plugin', file)
    const { code, stdout, stderr } = await claude('plugin', 'validate', ...checks, path)
    const said = expect.stringContaining('Validation passed')
    expect({ code, said: stdout + stderr }).toEqual({ code: 0, said })
  })

  it('is installed by the commands of the documentation, and its server starts without settings', async () => {
    const claude = await claudeAtHome()
    const catalog = ['plugin', 'marketplace', 'add', './claude-plugin']
    expect(await claude(...catalog)).toMatchObject({ code: 0 })
    const id = 'apify-agent-tools@apify-agent-tools'
    expect(await claude('plugin', 'install', id)).toMatchObject({ code: 0 })
    const { stdout } = await claude('mcp', 'list')
    expect(stdout).toMatch(/^plugin:apify-agent-tools:apify: .*Connected$/m)
  })

  it('is loaded from the ZIP archive', async () => {
    const claude = await claudeAtHome()
    const name = readdirSync(folder).find((each) => each.endsWith('.zip')) ?? ''
    const { stdout } = await claude('--plugin-dir', join(folder, name), 'plugin', 'list')
    expect(stdout).toMatch(/apify-agent-tools@inline[\s\S]*loaded/)
  })
})
