import { dirname, join, relative } from 'node:path'
import { expect, it } from 'vitest'
import { setupHint } from '../../src/app/setup-hint.ts'
import { configOf } from '../../src/config/config.ts'
import { readSettings } from '../../src/config/settings.ts'
import { MAIN } from '../support/server-options.ts'
import { load, writeConfig } from '../support/settings.ts'

const started = { execPath: 'node', script: MAIN }
const serverIn = (text: string) =>
  JSON.parse(/^\{\n[\s\S]*?^\}/m.exec(text)?.[0] ?? '').mcpServers.apify

it('the printed settings name the file and the variables of this start, with absolute paths', async () => {
  const file = await writeConfig({ 'read-only': true, 'upload-dir': 'in' })
  const argv = ['--tools=runs', `--config=${relative(process.cwd(), file)}`]
  const { config, settings } = await load(argv, {
    APIFY_AGENT_TOOLS_DOWNLOAD_DIR: relative(process.cwd(), dirname(file)),
    APIFY_AGENT_TOOLS_ACTORS: 'bundled,actors',
  })
  const text = setupHint(config, { ...started, settings })
  expect(serverIn(text)).toEqual({
    command: 'node',
    args: [MAIN, '--tools=runs', `--config=${file}`],
    env: {
      APIFY_AGENT_TOOLS_DOWNLOAD_DIR: dirname(file),
      APIFY_AGENT_TOOLS_ACTORS: `bundled,${join(process.cwd(), 'actors')}`,
    },
  })
  expect(text).toContain(`--env APIFY_AGENT_TOOLS_DOWNLOAD_DIR=${dirname(file)} `)
})

it('with --apify-login they need no token', () => {
  const env = { APIFY_TOKEN: 'token-of-the-login' }
  const settings = readSettings(['--apify-login'], env)
  const text = setupHint(configOf(settings, env), { ...started, settings })
  expect(text).toContain("with the token of Apify's command line.")
  expect(serverIn(text)).toEqual({ command: 'node', args: [MAIN, '--apify-login'] })
  expect(text).not.toContain('token-of-the-login')
})
