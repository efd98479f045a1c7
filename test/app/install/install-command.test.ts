import { chmod, lstat, mkdir, readdir, rm, stat, symlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { parse as parseToml } from '@decimalturn/toml-patch'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { parse as parseJson } from 'jsonc-parser'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { IS_PUBLISHED } from '../../../src/app/install/published.ts'
import { type ClientHome, makeClientHome } from '../../support/install/client-home.ts'
import { CLIENT_SETTINGS } from '../../support/install/client-settings.ts'
import { STARTED_BY } from '../../support/install/started-by.ts'
import { MAIN } from '../../support/server-options.ts'

const TOKEN = 'apify_api_aB3dE5gH7jK9mN1pQ2sT4vW6xY8zA0cD2eF4'
const { command, args: START } = STARTED_BY
const cases = Object.entries(CLIENT_SETTINGS)
const entrySchema = z.looseObject({
  command: z.string(),
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()).optional(),
})
type Settings = Record<string, Record<string, unknown> | undefined>

const parse = (file: string, text: string): Settings =>
  file.endsWith('.toml') ? parseToml(text) : (parseJson(text.replace('\uFEFF', '')) ?? {})

/** Reads the entry that was installed. */
async function entryIn(home: ClientHome, client: string, name = 'apify') {
  const { file, servers } = CLIENT_SETTINGS[client] ?? { file: '', servers: '' }
  return entrySchema.parse(parse(file, await home.read(file))[servers]?.[name])
}

async function homeWith(client: string): Promise<{ home: ClientHome; file: string; text: string }> {
  const home = await makeClientHome()
  const { file = '', text = '' } = CLIENT_SETTINGS[client] ?? {}
  await home.write(file, text)
  return { home, file, text }
}

async function backupsIn(home: ClientHome, file: string): Promise<string[]> {
  const names = await readdir(dirname(home.path(file)))
  return names.filter((name) => /backup|tmp/.test(name))
}

describe('install', () => {
  it.each(cases)(
    'adds the server to %s, and nothing else',
    async (client, { file, text, servers }) => {
      const { home } = await homeWith(client)
      await chmod(home.path(file), 0o640)
      const flags = ['--', '--read-only', '--tools', 'runs']
      const asked = await home.run(['install', client, '--dry-run', ...flags], {
        APIFY_TOKEN: TOKEN,
      })
      expect(asked).toMatchObject({ code: 0, stderr: '' })
      expect(asked.stdout).toContain(`Would change ${home.path(file)}:\n`)
      expect(asked.stdout).toMatch(/^\+.*APIFY_TOKEN.*\*\*\*\*2eF4/m)
      expect(await home.read(file)).toBe(text)
      expect(await backupsIn(home, file)).toEqual([])

      const done = await home.run(['install', client, ...flags], { APIFY_TOKEN: TOKEN })
      expect(done).toMatchObject({ code: 0, stderr: '' })
      expect(done.stdout).toMatch(/^Added apify to /)
      expect(done.stdout).toMatch(/\n {2}APIFY_TOKEN +\*\*\*\*2eF4\n/)
      expect(asked.stdout + done.stdout).not.toContain(TOKEN)
      const now = await home.read(file)
      const { [servers]: map, ...others } = parse(file, now)
      const { [servers]: mapBefore, ...othersBefore } = parse(file, text)
      expect(others).toEqual(othersBefore)
      expect(map).toEqual({ ...mapBefore, apify: expect.anything() })
      expect(await entryIn(home, client)).toMatchObject({
        command,
        args: [...START, '--read-only', '--tools=runs'],
        env: { APIFY_TOKEN: TOKEN },
      })
      expect(now.startsWith('\uFEFF')).toBe(text.startsWith('\uFEFF'))
      if (text.includes('\r')) expect(now.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
      expect((await stat(home.path(file))).mode & 0o777).toBe(0o640)
      expect(await home.read(`${file}.apify-backup`)).toBe(text)

      const again = await home.run(['install', client, ...flags], { APIFY_TOKEN: TOKEN })
      expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Nothing to do: /) })
      expect(await home.read(file)).toBe(now)

      const removed = await home.run(['uninstall', client])
      expect(removed).toMatchObject({ code: 0, stderr: '' })
      expect(removed.stdout).toMatch(/^Removed apify from /)
      expect(await home.read(file)).toBe(text)
      expect(await backupsIn(home, file)).toEqual([])
      const nothing = await home.run(['uninstall', client])
      expect(nothing).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Nothing to do: /) })
    },
  )

  it.skipIf(IS_PUBLISHED)('writes an entry that starts the server', async () => {
    const home = await makeClientHome()
    const { stdout } = await home.run(['install', 'cursor', '--', '--tools=runs'])
    expect(stdout).toMatch(/APIFY_TOKEN is not set, so the server runs Actors on this computer/)
    expect((await stat(home.path('.cursor/mcp.json'))).mode & 0o777).toBe(0o600)
    const { command, args } = await entryIn(home, 'cursor')
    const client = new Client({ name: 'test', version: '1.0.0' })
    onTestFinished(() => client.close())
    const env = { PATH: '', HOME: home.path('') }
    await client.connect(new StdioClientTransport({ command, args, env }))
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('run_actor')
  })

  it('changes its own entry, and keeps the token and what a person added', async () => {
    const { home, file } = await homeWith('cursor')
    await home.run(['install', 'cursor'], { APIFY_TOKEN: TOKEN })
    const first = await home.read(file)
    await home.write(
      file,
      first.replace('"args": [\n\t\t\t\t"', '"disabled": true, // later\n\t\t\t$&'),
    )
    const { stdout } = await home.run(['install', 'cursor', '--', '--read-only'])
    expect(stdout).toMatch(/^Changed apify in Cursor/)
    expect(stdout).toContain('The APIFY_TOKEN in the settings (****2eF4) stays.')
    expect(await home.read(file)).toContain('"disabled": true, // later\n')
    expect(await entryIn(home, 'cursor')).toMatchObject({
      args: [...START, '--read-only'],
      env: { APIFY_TOKEN: TOKEN },
      disabled: true,
    })
    // The first backup is still there.
    expect(await home.read(`${file}.apify-backup`)).toBe(CLIENT_SETTINGS.cursor?.text)
    expect(await home.read(`${file}.apify-backup-2`)).toContain('later')
    const removed = await home.run(['uninstall', 'cursor'])
    expect(await home.read(file)).toBe(CLIENT_SETTINGS.cursor?.text)
    expect(removed.stdout).toMatch(
      /backups still hold the token\..*\n\n.*mcp\.json\.apify-backup-2\n$/,
    )
  })

  it('keeps a placeholder for the token that the client fills in', async () => {
    const home = await makeClientHome()
    const { file = '' } = CLIENT_SETTINGS.vscode ?? {}
    const env = { APIFY_TOKEN: `\${input:apify-token}` }
    const apify = { type: 'stdio', command: 'node', args: [MAIN], env }
    await home.write(file, JSON.stringify({ servers: { apify } }))
    const { stdout } = await home.run(['install', 'vscode'], { APIFY_TOKEN: TOKEN })
    expect(stdout).toContain(`The client fills in APIFY_TOKEN (${env.APIFY_TOKEN}), so that stays`)
    expect(await entryIn(home, 'vscode')).toEqual({ ...apify, ...STARTED_BY })
  })

  it('follows a link to the file, and leaves the link', async () => {
    const home = await makeClientHome()
    const real = await home.write('dotfiles/mcp.json', '{}\n')
    await mkdir(home.path('.cursor'))
    await symlink(real, home.path('.cursor/mcp.json'))
    expect(await home.run(['install', 'cursor'])).toMatchObject({ code: 0 })
    expect((await lstat(home.path('.cursor/mcp.json'))).isSymbolicLink()).toBe(true)
    expect(await home.read('dotfiles/mcp.json')).toContain(START.at(-1))
  })

  it('edits the file of an older version if only that is there', async () => {
    const home = await makeClientHome()
    await home.write('.codeium/windsurf/mcp_config.json', '{}')
    expect((await home.run(['install', 'devin'])).stdout).toContain('windsurf/mcp_config.json')
    await mkdir(home.path('.config/devin'), { recursive: true })
    expect((await home.run(['install', 'devin'])).stdout).toContain('.config/devin/mcp_config.json')
    await rm(home.path('.config/devin/mcp_config.json'))
    expect((await home.run(['uninstall', 'devin'])).stdout).toContain('windsurf/mcp_config.json')
  })

  it('makes the paths of flags absolute, and writes no token for the local platform', async () => {
    const home = await makeClientHome()
    const flags = ['--', '--local', 'data', '--download-dir=~/out']
    const { stdout } = await home.run(['install', 'zed', ...flags], { APIFY_TOKEN: TOKEN })
    expect(stdout).toContain('APIFY_TOKEN is not written: with --local')
    expect(await entryIn(home, 'zed')).toEqual({
      command,
      args: [...START, `--local=${process.cwd()}/data`, `--download-dir=${home.path('out')}`],
    })
  })

  it('lists the clients, and those that are on this machine', async () => {
    const { home } = await homeWith('zed')
    await home.write('.cursor/mcp.json', '{ broken')
    await home.addProgram('codex', '')
    await home.run(['install', 'zed'])
    const { code, stdout } = await home.run(['install'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^ {2}zed +Zed +installed$/m)
    expect(stdout).toMatch(/^ {2}codex +Codex +found$/m)
    expect(stdout).toMatch(/^ {2}cursor +Cursor +found; its settings cannot be read$/m)
    expect(stdout).toMatch(/^ {2}claude-code +Claude Code +not found$/m)
  })
})
