import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { FLAGS } from '../../src/config/flags.ts'
import { VARIABLES } from '../../src/config/help.ts'
import { makeFolder } from '../support/folder.ts'
import { connect } from '../support/http.ts'
import { startIssuer } from '../support/issuer.ts'
import { MAIN } from '../support/server-options.ts'

const PATH = process.env.PATH ?? ''

function run(args: string[], env: Record<string, string> = {}) {
  const options = { env: { PATH, ...env }, encoding: 'utf8' } as const
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], options)
  return { status, stdout, stderr }
}

describe('--version', () => {
  it.each([['--version'], ['-v']])('%s prints only the version of the package', async (flag) => {
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(await readFile('package.json', 'utf8')))
    expect(run([flag])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' })
  })
})

describe('--help', () => {
  it('prints a summary, the usage, each flag and each variable on stdout', async () => {
    const { status, stdout, stderr } = run(['--help'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    for (const part of ['An MCP server that', 'Usage', 'import DIR', 'export DIR', 'Environment'])
      expect(stdout).toContain(part)
    for (const { name } of FLAGS) expect(stdout).toMatch(new RegExp(`^  --${name}\\b`, 'm'))
    for (const { name } of VARIABLES) expect(stdout).toContain(`  ${name}\n`)
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(101)
  })

  it.each([
    [['-h'], {}],
    [['import', '--help'], {}],
    [['--port', '--help', '--unheard-of'], {}],
    [['--help'], { APIFY_API_BASE_URL: 'nowhere' }],
  ])('is printed even with other mistakes: %j %j', (args, env) => {
    expect(run(args, env)).toEqual({ ...run(['--help']), status: 0 })
  })
})

/** Whether `script` of util-linux can run a command in a terminal. */
const hasTerminal = /util-linux/.test(spawnSync('script', ['--version']).stdout?.toString() ?? '')

/** The end of the hint. */
const ENDING = 'Ctrl+C stops it.'

/** Runs a shell command in a terminal until it has printed `sign`. */
async function atTerminal(command: string, env: Record<string, string>, sign: string) {
  const child = spawn('script', ['-qec', command, '/dev/null'], { env: { PATH, ...env } })
  onTestFinished(() => end(child))
  let text = ''
  while (!text.includes(sign)) {
    const [chunk] = await once(child.stdout, 'data')
    text += chunk
  }
  return { child, text: text.replaceAll('\r', '') }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'close')
}

const settings = z.object({
  mcpServers: z.object({
    apify: z.object({
      command: z.string(),
      args: z.array(z.string()),
      env: z.record(z.string(), z.string()).optional(),
    }),
  }),
})

const httpSettings = z.object({
  mcpServers: z.object({
    apify: z.object({ url: z.url(), headers: z.record(z.string(), z.string()).optional() }),
  }),
})

const jsonIn = (text: string): unknown => JSON.parse(/^\{\n[\s\S]*?^\}/m.exec(text)?.[0] ?? '')
const settingsIn = (text: string) => settings.parse(jsonIn(text)).mcpServers.apify

describe.skipIf(!hasTerminal)('started by hand in a terminal (with `script`)', () => {
  const homeFolder = () => makeFolder('by hand ')

  it('introduces itself on stderr; the printed settings add it to a client; Ctrl+C stops it', async () => {
    const home = await homeFolder()
    const flags = '--read-only --actors bundled,./actors'
    const command = `exec ${process.execPath} ${MAIN} ${flags} >"$HOME/stdout"`
    const { child, text } = await atTerminal(command, { HOME: home }, ENDING)
    expect(text).toMatch(/an MCP server that gives an AI agent access to the Apify platform/)
    expect(text).toContain('It runs Actors on this computer')
    expect(text).toContain('ask the agent: "Which Actors are there')
    expect(text).toMatch(/^claude mcp add --transport stdio apify -- \S+ \S+main\.js --read-only/m)

    const { args, ...server } = settingsIn(text)
    expect(args).toEqual([MAIN, '--read-only', `--actors=bundled,${join(process.cwd(), 'actors')}`])
    const client = new Client({ name: 'test', version: '1.0.0' })
    onTestFinished(() => client.close())
    const alone = { PATH, HOME: await homeFolder() }
    await client.connect(new StdioClientTransport({ ...server, args, env: alone, cwd: home }))
    expect((await client.listTools()).tools.map(({ name }) => name)).not.toContain('run_actor')

    child.stdin.write('\u0003')
    expect(await once(child, 'close')).toEqual([0, null])
    expect(await readFile(join(home, 'stdout'), 'utf8')).toBe('')
  })

  it('suggests a crawl when the bundled Actor may run', async () => {
    const { text } = await atTerminal(
      `exec ${process.execPath} ${MAIN}`,
      { HOME: await homeFolder() },
      ENDING,
    )
    expect(text).toContain('ask the agent: "Crawl https://example.com with local/website-crawler')
  })

  it('names the cloud and the variable of the token, never the token', async () => {
    const env = { HOME: await homeFolder(), APIFY_TOKEN: 'apify_api_SECRETsecretSECRETsecret' }
    const command = `exec ${process.execPath} ${MAIN}`
    const { text } = await atTerminal(command, env, ENDING)
    expect(text).toContain('It uses https://api.apify.com')
    expect(settingsIn(text).env).toEqual({ APIFY_TOKEN: 'your-token' })
    expect(text).toContain('claude mcp add --env APIFY_TOKEN=your-token --transport stdio')
    expect(text).not.toMatch(/secret/i)
  })

  it('over HTTP prints settings that add its address to a client', async () => {
    const env = { HOME: await homeFolder() }
    const command = `exec ${process.execPath} ${MAIN} --http --local --port 0`
    const { child, text } = await atTerminal(command, env, ENDING)
    const { url, headers } = httpSettings.parse(jsonIn(text)).mcpServers.apify
    expect(headers).toBeUndefined()
    expect(text).toContain(`claude mcp add --transport http apify ${url}\n`)
    const { client } = await connect(url)
    expect((await client.listTools()).tools.length).toBeGreaterThan(10)
    child.stdin.write('\u0003')
    expect(await once(child, 'close')).toEqual([0, null])
  })

  it('over HTTP on every address prints an address that a client on this machine can use', async () => {
    const flags = '--http --shared-token --host 0.0.0.0 --port 0 --allowed-hosts mcp.example.com'
    const key = 'a-key-of-at-least-24-characters'
    const env = { HOME: await homeFolder(), APIFY_TOKEN: 'token', MCP_ACCESS_KEY: key }
    const { text } = await atTerminal(`exec ${process.execPath} ${MAIN} ${flags}`, env, ENDING)
    const { url } = httpSettings.parse(jsonIn(text)).mcpServers.apify
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/)
    expect(text).toContain('From another machine, use the name of this machine in the URL.')
    expect(text).toContain('and "type": "http" beside')
    const { client } = await connect(url, key)
    expect((await client.listTools()).tools.length).toBeGreaterThan(10)
  })

  it('with OAuth says that a client needs the address alone, as it gets a token by itself', async () => {
    const { url: issuer } = await startIssuer()
    const flags = `--http --shared-token --oauth-issuer ${issuer} --port 0`
    const env = { HOME: await homeFolder(), APIFY_TOKEN: 'secret-token' }
    const { text } = await atTerminal(`exec ${process.execPath} ${MAIN} ${flags}`, env, ENDING)
    const { url, headers } = httpSettings.parse(jsonIn(text)).mcpServers.apify
    expect(headers).toBeUndefined()
    expect(text).toContain(`claude mcp add --transport http apify ${url}\n`)
    expect(text).not.toMatch(/Bearer|secret/)
  })

  it.each([
    ['--http', 'your-token'],
    ['--http --shared-token', 'the-MCP_ACCESS_KEY'],
  ])('with %s says what clients send, and no credential', async (flags, credential) => {
    const secrets = { APIFY_TOKEN: 'secret-token', MCP_ACCESS_KEY: 'secret-key-of-24-characters' }
    const command = `exec ${process.execPath} ${MAIN} ${flags} --port 0`
    const { text } = await atTerminal(command, { HOME: await homeFolder(), ...secrets }, ENDING)
    const { headers } = httpSettings.parse(jsonIn(text)).mcpServers.apify
    expect(headers).toEqual({ Authorization: `Bearer ${credential}` })
    expect(text).not.toContain('secret')
  })
})
