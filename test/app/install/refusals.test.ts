import { chmod, mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { makeClientHome } from '../../support/install/client-home.ts'
import { STARTED_BY } from '../../support/install/started-by.ts'

const FILE = '.cursor/mcp.json'

describe('install and uninstall', () => {
  it.each([
    [
      '{ "mcpServers": {',
      /mcp\.json" is not valid JSON: .*line 1, column \d+\. Nothing was changed/,
    ],
    ['{"mcpServers": []}', /has no map of servers under "mcpServers", but another value/],
    ['[1]', /is not a JSON object/],
    ['null', /is not a JSON object/],
    ['{"mcpServers": {"apify": null}}', /"apify" in .* is not an entry of a server, so it stays/],
    ['{"mcpServers": null}', /has no map of servers under "mcpServers", but another value/],
  ])('refuse settings such as %s', async (text, problem) => {
    const home = await makeClientHome()
    await home.write(FILE, text)
    for (const command of ['install', 'uninstall']) {
      const { code, stdout, stderr } = await home.run([command, 'cursor'])
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(problem)
      expect(stderr.trimEnd()).not.toContain('\n')
    }
    expect(await home.read(FILE)).toBe(text)
    expect(await readdir(home.path('.cursor'))).toEqual(['mcp.json'])
  })

  it('refuse broken TOML without a word of what it holds', async () => {
    const home = await makeClientHome()
    const text = '[mcp_servers.a]\nenv = { KEY = "sEcret-key" \n'
    await home.write('.codex/config.toml', text)
    const { code, stderr } = await home.run(['install', 'codex'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/config\.toml" is not valid TOML: .*, line \d\. Nothing was changed/)
    expect(stderr).not.toContain('sEcret')
    expect(await home.read('.codex/config.toml')).toBe(text)
  })

  it('leave an entry of the same name of another server', async () => {
    const home = await makeClientHome()
    const text = '{"mcpServers": {"apify": {"command": "npx", "args": ["-y", "other-server"]}}}'
    await home.write(FILE, text)
    const { code, stderr } = await home.run(['install', 'cursor'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/"apify" in .* is another server.*--name apify-tools/)
    expect((await home.run(['uninstall', 'cursor'])).stderr).toMatch(/is another server/)
    expect(await home.read(FILE)).toBe(text)
    const named = await home.run(['install', 'cursor', '--name', 'apify-tools'])
    expect(named.stdout).toMatch(/^Added apify-tools to Cursor/)
    expect(JSON.parse(await home.read(FILE)).mcpServers).toMatchObject({
      apify: { args: ['-y', 'other-server'] },
      'apify-tools': STARTED_BY,
    })
    await home.run(['uninstall', 'cursor', '--name=apify-tools'])
    expect(await home.read(FILE)).toBe(text)
  })

  it('refuse a folder, a file in place of the folder, a link to nothing and other encodings', async () => {
    const folder = await makeClientHome()
    await mkdir(folder.path(FILE), { recursive: true })
    expect((await folder.run(['install', 'cursor'])).stderr).toMatch(
      /is a folder, where the client/,
    )
    const file = await makeClientHome()
    await file.write('.cursor', '')
    expect((await file.run(['install', 'cursor'])).stderr).toMatch(/cannot be read \(ENOTDIR\)/)
    const link = await makeClientHome()
    await mkdir(link.path('.cursor'))
    await symlink(link.path('gone'), link.path(FILE))
    expect((await link.run(['install', 'cursor'])).stderr).toMatch(
      /is a link to a file that is missing/,
    )
    const utf16 = await makeClientHome()
    await utf16.write(FILE, '')
    await writeFile(utf16.path(FILE), Buffer.from('\uFEFF{}', 'utf16le'))
    expect((await utf16.run(['install', 'cursor'])).stderr).toMatch(/is not text in UTF-8/)
  })

  it.skipIf(process.getuid?.() === 0)('refuse a file that may not be written', async () => {
    const home = await makeClientHome()
    await home.write(FILE, '{}')
    await chmod(home.path(FILE), 0o400)
    const { code, stderr } = await home.run(['install', 'cursor'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/cannot be written \(EACCES\)\. Nothing was changed: correct/)
    expect(await home.read(FILE)).toBe('{}')
    expect(await readdir(home.path('.cursor'))).toEqual(['mcp.json'])
  })

  it.each([
    [
      ['install', 'curser'],
      /Unknown client "curser"\. Did you mean cursor\? The clients are claude-code/,
    ],
    [['install', 'emacs'], /Unknown client "emacs"\. The clients are/],
    [
      ['install', 'cursor', '--read-only'],
      /flag of the server\. Write it after `--`, such as: install/,
    ],
    [['install', 'cursor', 'zed'], /Unknown argument "zed"/],
    [['install', 'cursor', '--force'], /Unknown argument "--force".*--dry-run, --file, --name/],
    [['install', 'cursor', '--name', 'a b'], /--name takes 1 to 64 letters/],
    [['install', 'cursor', '--', '--read-onyl'], /Unknown argument "--read-onyl"/],
    [['install', 'cursor', '--', '--tools=rnus'], /unknown name: "rnus"\. Did you mean runs\?/],
    [['install', 'cursor', '--', '--max-result-tokens=1'], /from 500 to 25000/],
    [['install', 'cursor', '--', '--http'], /--http serves clients over HTTP/],
    [['install', 'cursor', '--', '--print-config'], /--print-config prints and ends/],
    [['install', 'cursor', '--', '--local', '--actors=/none'], /\/none/],
    [['uninstall'], /`uninstall` needs a client/],
    [['uninstall', 'cursor', '--', '--read-only'], /takes no flags of the server/],
  ])('end with code 2 and one line for %j', async (args, problem) => {
    const home = await makeClientHome()
    const { code, stdout, stderr } = await home.run(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^apify-agent-tools: [^\n]*\n$/)
    expect(stderr).toMatch(problem)
    expect(await readdir(home.path(''))).toEqual(['bin'])
  })

  it('refuse a token that cannot be one, and do not show it', async () => {
    const home = await makeClientHome()
    const { code, stderr } = await home.run(['install', 'cursor'], { APIFY_TOKEN: 'my "token"' })
    expect(code).toBe(2)
    expect(stderr).toMatch(/APIFY_TOKEN contains characters that no token has/)
    expect(stderr).not.toContain('my "token"')
  })
})
