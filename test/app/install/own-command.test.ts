import { rm } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { type ClientHome, makeClientHome } from '../../support/install/client-home.ts'
import { CLIENT_SETTINGS } from '../../support/install/client-settings.ts'
import { STARTED_BY } from '../../support/install/started-by.ts'

const TOKEN = 'apify_api_aB3dE5gH7jK9mN1pQ2sT4vW6xY8zA0cD2eF4'
const ENTRY = {
  command: STARTED_BY.command,
  args: [...STARTED_BY.args, '--read-only'],
  env: { APIFY_TOKEN: TOKEN },
}
const INSTALL = ['--', '--read-only']
const FILE = '.claude.json'

/** Does what `claude mcp` does with its settings. */
const CLAUDE = `
const file = home + '/.claude.json'
const settings = JSON.parse(readFileSync(file, 'utf8'))
const name = args[4]
if (args[1] === 'add-json') settings.mcpServers[name] = JSON.parse(args[5])
else delete settings.mcpServers[name]
writeFileSync(file, JSON.stringify(settings, null, 2))
`

async function claudeHome(body = CLAUDE): Promise<ClientHome> {
  const home = await makeClientHome()
  await home.write(FILE, CLIENT_SETTINGS['claude-code']?.text ?? '')
  await home.addProgram('claude', body)
  return home
}

const argsOf = async (home: ClientHome, program: string): Promise<string[]> =>
  JSON.parse(await home.read(`${program}-args.json`))

describe("a client's own command", () => {
  it('adds the server and removes it', async () => {
    const home = await claudeHome()
    const env = { APIFY_TOKEN: TOKEN }
    const asked = await home.run(['install', 'claude-code', '--dry-run', ...INSTALL], env)
    expect(asked.stdout).toContain(`Would run:\n\n${home.path('bin/claude')} mcp add-json --scope`)
    const done = await home.run(['install', 'claude-code', ...INSTALL], env)
    expect(done).toMatchObject({ code: 0, stderr: '' })
    expect(done.stdout).toMatch(/^Added apify to Claude Code, by `claude`\.\n/)
    expect(done.stdout).toContain(`settings     ${home.path(FILE)}\n`)
    expect(asked.stdout + done.stdout).not.toContain(TOKEN)
    const [, , , , , json = ''] = await argsOf(home, 'claude')
    expect(await argsOf(home, 'claude')).toEqual([
      ...['mcp', 'add-json', '--scope', 'user', 'apify'],
      json,
    ])
    expect(JSON.parse(json)).toEqual({ type: 'stdio', ...ENTRY })
    const again = await home.run(['install', 'claude-code', ...INSTALL], env)
    expect(again.stdout).toMatch(/^Nothing to do/)
    const removed = await home.run(['uninstall', 'claude-code'])
    expect(removed.stdout).toBe('Removed apify from Claude Code, by `claude`.\n')
    expect(await argsOf(home, 'claude')).toEqual(['mcp', 'remove', '--scope', 'user', 'apify'])
    expect(await home.read(FILE)).toBe(CLIENT_SETTINGS['claude-code']?.text)
  })

  it('is not run for a change, which would lose what a person added, nor with --file', async () => {
    const home = await claudeHome()
    const { stdout } = await home.run(['install', 'claude-code', '--file'])
    expect(stdout).toMatch(/^Added apify to Claude Code, in /)
    await home.run(['install', 'claude-code', ...INSTALL])
    await expect(argsOf(home, 'claude')).rejects.toThrow(/ENOENT/)
    expect(JSON.parse(await home.read(FILE)).mcpServers.apify.args).toEqual(ENTRY.args)
  })

  it('that fails is an error with what it said, without the token', async () => {
    const home = await claudeHome(`console.error('No: ' + args.at(-1)); process.exit(3)`)
    const { code, stdout, stderr } = await home.run(['install', 'claude-code'], {
      APIFY_TOKEN: TOKEN,
    })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/claude" failed: No: .*Run this command again with --file/)
    expect(stderr).not.toContain(TOKEN)
    expect(await home.read(FILE)).toBe(CLIENT_SETTINGS['claude-code']?.text)
  })

  it('that leaves the entry is an error, and --file takes it out', async () => {
    const home = await claudeHome('')
    await home.run(['install', 'claude-code', '--file'])
    const { code, stderr } = await home.run(['uninstall', 'claude-code'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/still has the server "apify"\. Run this command again with --file/)
    await home.run(['uninstall', 'claude-code', '--file'])
    expect(await home.read(FILE)).toBe(CLIENT_SETTINGS['claude-code']?.text)
  })

  it('gets the settings of VS Code as JSON, and may write them later', async () => {
    const home = await makeClientHome()
    await home.addProgram('code', '')
    const { stdout } = await home.run(['install', 'vscode', ...INSTALL], { APIFY_TOKEN: TOKEN })
    expect(stdout).toContain('.config/Code/User/mcp.json (does not show it yet)\n')
    const [flag, json = ''] = await argsOf(home, 'code')
    expect(flag).toBe('--add-mcp')
    expect(JSON.parse(json)).toEqual({ name: 'apify', type: 'stdio', ...ENTRY })
    // VS Code has no command that removes a server.
    await rm(home.path('code-args.json'))
    expect((await home.run(['uninstall', 'vscode'])).stdout).toMatch(/^Nothing to do/)
    await expect(argsOf(home, 'code')).rejects.toThrow(/ENOENT/)
  })

  it('gets the settings of Codex as words', async () => {
    const home = await makeClientHome()
    await home.addProgram('codex', '')
    await home.run(['install', 'codex', '--name=apify2', ...INSTALL], { APIFY_TOKEN: TOKEN })
    expect(await argsOf(home, 'codex')).toEqual([
      ...['mcp', 'add', 'apify2', '--env', `APIFY_TOKEN=${TOKEN}`, '--'],
      ...[ENTRY.command, ...ENTRY.args],
    ])
  })
})
