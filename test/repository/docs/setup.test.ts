import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { runAlone, runProgram } from '../../support/built-program.ts'
import { makeFolder } from '../../support/folder.ts'
import { connect, startHttp } from '../../support/http.ts'
import { ROOT } from '../../support/root.ts'
import { seed } from '../../support/seeded-server.ts'
import { MAIN } from '../../support/server-options.ts'
import { PAGES, readPage } from './markdown.ts'
import { isRecipe, withFile } from './recipes.ts'

/** What stands in the pages for the path of a clone, and for a token. */
const CLONE = '/path/to/apify-agent-tools'
const TOKEN = 'your-token'

const blocks = PAGES.flatMap((path) => readPage(path).blocks.map((block) => ({ path, ...block })))
const blocksOf = (lang: string) =>
  blocks.filter((block) => block.lang === lang).map(({ path, code }) => [path, code] as const)

const here = (text: string) => text.replaceAll(`${CLONE}/dist/main.js`, MAIN)

const stdio = z.strictObject({
  type: z.literal('stdio').optional(),
  command: z.literal('node'),
  args: z.tuple([z.literal(`${CLONE}/dist/main.js`)], z.string()),
  env: z.record(z.string(), z.string()).optional(),
})
const http = z.strictObject({
  type: z.literal('http').optional(),
  url: z.url(),
  headers: z.strictObject({ Authorization: z.string().startsWith('Bearer ') }),
})
const servers = z.strictObject({ apify: z.union([stdio, http]) })
/** The settings of a client, as Claude Desktop and most others name them, or VS Code. */
const settings = z.union([
  z.strictObject({ mcpServers: servers }),
  z.strictObject({ inputs: z.array(z.looseObject({ id: z.string() })), servers }),
])

/** A client that starts the server as the settings say, against a fake API. */
async function attach({ command, args, env = {} }: z.output<typeof stdio>) {
  const fake = await seed()
  // VS Code asks for the value of an input.
  const given = Object.entries(env).map(([name, value]) => [
    name,
    value.replace(TOKEN, fake.token).replace(/^\$\{input:[\w-]+\}$/, fake.token),
  ])
  const client = new Client({ name: 'test', version: '1.0.0' })
  onTestFinished(() => client.close())
  const variables = { PATH: process.env.PATH ?? '', HOME: await makeFolder() }
  const transport = new StdioClientTransport({
    command,
    args: await Promise.all(args.map((word) => withFile(here(word)))),
    env: { ...variables, APIFY_API_BASE_URL: fake.url, ...Object.fromEntries(given) },
  })
  await client.connect(transport)
  return client
}

const whoami = async (client: Client) =>
  (await client.callTool({ name: 'whoami', arguments: {} })).structuredContent

describe('settings in JSON', () => {
  const clients = blocks.filter(({ lang, file }) => lang === 'json' && file === undefined)
  const all = clients.map(({ path, code }) => {
    const words = /"(?:mcpServers|servers)"|"(?:command|url)"/g
    return [path, code.match(words)?.join(', ') ?? '', code] as const
  })
  it.each(all)('of %s attach the server to a client: %s', async (_path, _form, code) => {
    const parsed = settings.parse(JSON.parse(code))
    const { apify } = 'servers' in parsed ? parsed.servers : parsed.mcpServers
    if ('command' in apify) {
      const mode = apify.env ? 'cloud' : 'local'
      expect(await whoami(await attach(apify))).toMatchObject({ mode })
      return
    }
    const fake = await seed()
    const { host, pathname } = new URL(apify.url)
    const { url } = await startHttp({ fake, args: [`--allowed-hosts=127.0.0.1,${host}`] })
    expect(new URL(url).pathname).toBe(pathname)
    const token = apify.headers.Authorization.replace(/^Bearer /, '').replace(TOKEN, fake.token)
    const { client } = await connect(url, token)
    expect(await whoami(client)).toMatchObject({ mode: 'cloud', username: 'alice' })
  })
})

/** Commands that need what is not here: another program, an image, a cluster, a network. */
const ELSEWHERE = /^(?:docker|kubectl)\b/

/** Runs a command as far as it can be here; what it starts ends with the test. */
async function runCommand(command: string): Promise<void> {
  const words = await Promise.all(command.split(/\s+/).map(withFile))
  const [program, ...rest] = words
  if (program === 'npm') return expectScript(rest)
  if (program === 'npx') return expectTests(rest)
  if (program === 'node') return runNode(words)
  if (program === 'claude' && rest.includes('stdio')) {
    const env = words[words.indexOf('--env') + 1]?.split('=') ?? []
    return void (await attachBy(words.slice(words.indexOf('--') + 1), { [env[0] ?? '']: TOKEN }))
  }
  if (program === 'claude') {
    expect(command).toMatch(/^claude mcp add --transport http apify https:\S+\/mcp --header "Auth/)
    return
  }
  throw new Error(`No test runs: ${command}`)
}

/** Runs the program of this package. */
async function runNode(words: string[]): Promise<void> {
  const rest = words.slice(1)
  if (rest[1] === 'init') {
    const folder = join(await makeFolder(), rest[2] ?? '')
    const { code } = await runProgram(['init', folder, ...rest.slice(3)])
    return expect(code).toBe(0)
  }
  if (/install$/.test(rest[1] ?? '')) {
    const { code } = await runAlone(rest.slice(1))
    return expect(code).toBe(0)
  }
  if (rest.includes('--print-config')) {
    const { code, stdout } = await runProgram(rest.slice(1))
    expect({ code, printed: JSON.parse(stdout) }).toMatchObject({ code: 0, printed: {} })
    return
  }
  if (!rest.includes('--http')) return void (await attachBy(words))
  // The proxy keeps servers that are named there out of reach.
  const env = { APIFY_TOKEN: 'apify_api_test', HTTPS_PROXY: 'http://127.0.0.1:9' }
  const args = rest.slice(1).filter((flag) => flag !== '--http')
  const { base } = await startHttp({ args, env })
  const host = rest[rest.indexOf('--allowed-hosts') + 1] ?? ''
  expect(await statusAt(`${base}/healthz`, host)).toBe(200)
  return
}

/** The status of a request to one of the names that the server may have. */
async function statusAt(url: string, host: string): Promise<number | undefined> {
  const [response] = await once(get(url, { headers: { host } }), 'response')
  response.resume()
  return response.statusCode
}

function expectScript([verb, name = '']: string[]): void {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')))
  if (verb === 'run') expect(Object.keys(scripts)).toContain(name)
  else expect(verb).toMatch(/^(?:ci|test)$/)
}

/** The test files that Vitest is given exist, or a page shows them. */
function expectTests([runner, verb, ...args]: string[]): void {
  expect([runner, verb]).toEqual(['vitest', 'run'])
  const shown = blocks.map(({ file }) => file)
  const files = args.filter((arg) => !arg.startsWith('-'))
  expect(files.filter((file) => !shown.includes(file) && !existsSync(join(ROOT, file)))).toEqual([])
}

async function attachBy([command, script = '', ...args]: string[], env = {}): Promise<void> {
  const full = script.startsWith('/') ? script : `${CLONE}/${script}`
  const client = await attach(stdio.parse({ command, args: [full, ...args], env }))
  expect((await client.listTools()).tools.length).toBeGreaterThan(0)
}

describe('commands', () => {
  const commands = blocksOf('sh').flatMap(([path, code]) =>
    code
      .split('\n')
      .flatMap((line) => line.replace(/\s+#.*/, '').split(' && '))
      .map((command) => [path, command] as const),
  )
  it.each(commands.filter(([, it]) => !ELSEWHERE.test(it) && !isRecipe(it)))(
    'of %s: %s',
    (_, command) => runCommand(command),
  )

  it('are all of a kind that is known here', () => {
    expect(commands.length).toBeGreaterThan(8)
    expect([...new Set(blocks.map(({ lang }) => lang))].sort()).toEqual([
      'diff',
      'js',
      'json',
      'mermaid',
      'sh',
      'text',
      'ts',
    ])
  })
})
