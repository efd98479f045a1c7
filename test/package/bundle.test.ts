import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, posix, sep } from 'node:path'
import { promisify } from 'node:util'
import { getMcpConfigForManifest, MANIFEST_SCHEMAS, unpackExtension } from '@anthropic-ai/mcpb'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { VIEW_NAMES } from '../../src/shared/view-names.ts'
import { tools } from '../../tools/index.ts'
import { DEFAULT_TOOLS } from '../support/default-tools.ts'
import { startFakeApify } from '../support/fake-apify/apify.ts'
import { connectStdio } from '../support/mcp-client.ts'
import { environment, expectToWork } from '../support/package-checks.ts'
import { ROOT } from '../support/root.ts'

const MAX_BYTES = 2.25 * 1024 * 1024
const DEFAULT_TOOL_COUNT = DEFAULT_TOOLS.length

let folder = ''
let bundle = ''
let unpacked = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mcp-bundle-'))
  unpacked = join(folder, 'unpacked')
  const args = ['--import', 'tsx', 'scripts/bundle.ts', folder]
  await promisify(execFile)(process.execPath, args, { cwd: ROOT })
  bundle = join(folder, readdirSync(folder).find((name) => name.endsWith('.mcpb')) ?? '')
  expect(await unpackExtension({ mcpbPath: bundle, outputDir: unpacked, silent: true })).toBe(true)
})
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

type UserConfig = Parameters<typeof getMcpConfigForManifest>[0]['userConfig']

const readManifest = async () =>
  MANIFEST_SCHEMAS['0.3'].parse(JSON.parse(await readFile(join(unpacked, 'manifest.json'), 'utf8')))

/** Returns the command that a host starts with the settings of its user. */
async function commandFor(userConfig: UserConfig) {
  const options = { extensionPath: unpacked, systemDirs: {}, pathSeparator: sep }
  const config = await getMcpConfigForManifest({
    ...options,
    manifest: await readManifest(),
    userConfig,
  })
  if (!config) throw new Error('The host would not start the server.')
  const { command, args = [], env = {} } = config
  return { command, args, env: { ...(await environment()), ...env } }
}

/** Returns the paths of all files in a folder. */
function filesOf(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(dir.length + 1)
        .replaceAll(sep, '/'),
    )
    .toSorted()
}

/** Returns the files that a program can load, including itself: those beside it that it names. */
async function reachable(entry: string, seen = new Set<string>()): Promise<Set<string>> {
  if (seen.has(entry) || !existsSync(join(unpacked, entry))) return seen
  seen.add(entry)
  if (entry.endsWith('.wasm')) return seen
  const source = await readFile(join(unpacked, entry), 'utf8')
  for (const [, name = ''] of source.matchAll(/"(?:\.\/)?([\w-]+\.(?:m?js|wasm))"/g)) {
    await reachable(posix.join(posix.dirname(entry), name), seen)
  }
  return seen
}

describe('the bundle', () => {
  it('is small and contains only the programs and their descriptions', async () => {
    expect((await stat(bundle)).size).toBeLessThanOrEqual(MAX_BYTES)
    const crawler = 'dist/actors/website-crawler'
    const programs = [
      ...(await reachable('dist/main.js')),
      ...(await reachable(`${crawler}/main.js`)),
    ]
    const beside = ['.actor/actor.json', '.actor/input_schema.json', 'README.md', 'package.json']
    const expected = [
      ...['LICENSE', 'icon.png', 'manifest.json', 'dist/THIRD-PARTY-NOTICES.txt'],
      ...['dist/catalog.json', 'dist/package.json'],
      ...beside.map((file) => `${crawler}/${file}`),
      ...VIEW_NAMES.map((view) => `dist/views/${view}.html`),
      ...programs,
    ]
    expect(filesOf(unpacked)).toEqual(expected.toSorted())
  })

  it('has an icon of 512 by 512 pixels', async () => {
    const { icon = '' } = await readManifest()
    const png = await readFile(join(unpacked, icon))
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([512, 512])
  })

  it('lists the tools of the server', async () => {
    const listed = (await readManifest()).tools?.map(({ name }) => name)
    expect(listed).toEqual(tools.map(({ name }) => name))
  })
})

describe('the notices', () => {
  it('contain the licenses of exactly the packages in the bundle', async () => {
    const notices = await readFile(join(unpacked, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8')
    const names = [...notices.matchAll(/^(\S+) \d+\.\d+\.\d+\S* \(/gm)].map(([, name]) => name)
    // The SDKs, the API client, the crawler and the local platform each have dependencies.
    for (const name of ['@modelcontextprotocol/sdk', 'zod', 'undici', 'cheerio', 'ws'])
      expect(names).toContain(name)
    expect(names).not.toContain('apify-client')
    expect(names).not.toContain('vitest')
    expect(notices, 'shared terms appear once').toMatch(
      /^@apify\/consts .*\n@apify\/input_schema /m,
    )
  })
})

describe('the server of the bundle', () => {
  it('works if the user sets nothing and the host leaves placeholders', async () => {
    const command = await commandFor({})
    expect(command.args.join(' ')).toContain('${user_config.')
    const server = await connectStdio(command)
    expect((await server.client.listTools()).tools).toHaveLength(DEFAULT_TOOL_COUNT)
    await expectToWork(server)
  })

  it('works if the host passes empty values', async () => {
    const keys = Object.keys((await readManifest()).user_config ?? {})
    const command = await commandFor(Object.fromEntries(keys.map((key) => [key, ''])))
    expect(command.args.join(' ')).not.toContain('${')
    const { client, call } = await connectStdio(command)
    expect((await client.listTools()).tools).toHaveLength(DEFAULT_TOOL_COUNT)
    expect((await call('whoami')).structured).toMatchObject({ mode: 'local', readOnly: false })
  })

  it('applies the settings of the user', async () => {
    const fake = await startFakeApify()
    onTestFinished(() => fake.close())
    const download = await environment()
    const { command, args, env } = await commandFor({
      apify_token: fake.token,
      read_only: true,
      max_run_cost_usd: 0.5,
      max_result_tokens: 600,
      tools: 'whoami, storage',
      download_dir: download.HOME ?? '',
    })
    const { client, call } = await connectStdio({
      command,
      args,
      env: { ...env, APIFY_API_BASE_URL: fake.url },
    })
    const expected = tools.filter(
      ({ name, toolset, annotations: { readOnlyHint } }) =>
        readOnlyHint && (name === 'whoami' || toolset === 'storage'),
    )
    const { tools: offered } = await client.listTools()
    expect(offered.map(({ name }) => name)).toEqual(expected.map(({ name }) => name))
    const limits = { mode: 'cloud', readOnly: true, maxRunCostUsd: 0.5 }
    expect((await call('whoami')).structured).toMatchObject(limits)
  })
})
