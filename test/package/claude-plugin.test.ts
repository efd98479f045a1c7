import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { promisify } from 'node:util'
import { MANIFEST_SCHEMAS, unpackExtension } from '@anthropic-ai/mcpb'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { pluginCommand, readPlugin } from '../support/claude-plugin.ts'
import { DEFAULT_TOOLS } from '../support/default-tools.ts'
import { startFakeApify } from '../support/fake-apify/apify.ts'
import { makeFolder } from '../support/folder.ts'
import { connectStdio } from '../support/mcp-client.ts'
import { environment, expectToWork } from '../support/package-checks.ts'
import { ROOT } from '../support/root.ts'

const SKILL = 'skills/apify-data/SKILL.md'

let folder = ''
let plugin = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'claude-plugin-'))
  plugin = join(folder, 'claude-plugin')
  const args = ['--import', 'tsx', 'scripts/bundle.ts', folder]
  await promisify(execFile)(process.execPath, args, { cwd: ROOT })
})
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

const packed = (extension: string) =>
  join(folder, readdirSync(folder).find((name) => name.endsWith(extension)) ?? '')
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Returns the hash of each file in a folder, by its path with slashes. */
function hashesIn(dir: string): Record<string, string> {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(
    files.map((path) => [
      path.slice(dir.length + 1).replaceAll(sep, '/'),
      hash(readFileSync(path)),
    ]),
  )
}

/** Starts the server as Claude Code does. */
async function connectPlugin(settings?: Parameters<typeof pluginCommand>[2], more = {}) {
  const { command, args, env } = await pluginCommand(plugin, 'apify', settings)
  return connectStdio({ command, args, env: { ...(await environment()), ...env, ...more } })
}

describe('the plugin', () => {
  it('has the server of the bundle, and beside it only what Claude Code reads', async () => {
    const unpacked = join(folder, 'unpacked')
    const options = { mcpbPath: packed('.mcpb'), outputDir: unpacked, silent: true }
    expect(await unpackExtension(options)).toBe(true)
    const { 'manifest.json': _, ...shared } = hashesIn(unpacked)
    const files = hashesIn(plugin)
    expect(files).toMatchObject(shared)
    const own = ['.claude-plugin/marketplace.json', '.claude-plugin/plugin.json', '.mcp.json']
    expect(
      Object.keys(files)
        .filter((path) => !(path in shared))
        .toSorted(),
    ).toEqual([...own, 'README.md', SKILL].toSorted())
  })

  it('is the same as a folder and zipped', async () => {
    const zipped = Object.entries(unzipSync(await readFile(packed('.zip'))))
    expect(Object.fromEntries(zipped.map(([path, bytes]) => [path, hash(bytes)]))).toEqual(
      hashesIn(plugin),
    )
  })

  it('says of itself what the bundle says, and asks for the same settings', async () => {
    const { manifest, marketplace } = await readPlugin(plugin)
    const bundle = MANIFEST_SCHEMAS['0.3'].parse(
      JSON.parse(await readFile(join(ROOT, 'manifest.json'), 'utf8')),
    )
    const { name, version, description, homepage, license, keywords } = bundle
    expect(manifest).toMatchObject({ name, version, description, homepage, license, keywords })
    expect(manifest.userConfig).toEqual(bundle.user_config)
    expect(marketplace.plugins.map((each) => each.name)).toEqual([name])
  })

  it('keeps only the token in the secure storage', async () => {
    const { userConfig } = (await readPlugin(plugin)).manifest
    const sensitive = Object.entries(userConfig).filter(([, each]) => each.sensitive)
    expect(sensitive.map(([key]) => key)).toEqual(['apify_token'])
  })
})

describe('the server of the plugin', () => {
  it('works if the user sets nothing', async () => {
    const server = await connectPlugin()
    expect((await server.client.listTools()).tools).toHaveLength(DEFAULT_TOOLS.length)
    await expectToWork(server)
  })

  it('applies the settings of the user', async () => {
    const fake = await startFakeApify()
    onTestFinished(() => fake.close())
    const settings = { apify_token: fake.token, read_only: true, max_run_cost_usd: 0.5 }
    const { call } = await connectPlugin(settings, { APIFY_API_BASE_URL: fake.url })
    const limits = { mode: 'cloud', readOnly: true, maxRunCostUsd: 0.5 }
    expect((await call('whoami')).structured).toMatchObject(limits)
  })
})

describe('the skill', () => {
  const about = z.strictObject({
    name: z.literal('apify-data'),
    // The limit of the Agent Skills specification.
    description: z.string().min(50).max(1024),
  })

  it('is short, and says when to use it', async () => {
    const text = await readFile(join(plugin, SKILL), 'utf8')
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(60)
    const [, head = ''] = /^---\n(.*?)\n---\n/s.exec(text) ?? []
    expect(about.parse(parse(head)).description).toMatch(/use it/i)
  })

  it('names only tools and arguments that exist, those for queries, pages, files and waiting among them', async () => {
    const text = await readFile(join(plugin, SKILL), 'utf8')
    const { client } = await connectPlugin({ download_dir: await makeFolder() })
    const { tools } = await client.listTools()
    const offered = tools.map(({ name }) => name)
    const words = [...text.matchAll(/`([^`\s]+)`/g)].map(([, word = '']) => word)
    const named = words.filter((word) => word.includes('_'))
    expect(named.filter((word) => !offered.includes(word))).toEqual([])
    expect(named).toEqual(
      expect.arrayContaining(['query_dataset', 'list_dataset_items', 'export_items', 'get_run']),
    )
    const known = tools.flatMap(({ inputSchema }) => Object.keys(inputSchema.properties ?? {}))
    const camelCase = words.filter((word) => /^[a-z]+[A-Z]\w*$/.test(word))
    expect(camelCase.filter((word) => !known.includes(word))).toEqual([])
    expect(camelCase).toContain('waitSecs')
    const setting = (await readPlugin(plugin)).manifest.userConfig.download_dir?.title
    expect(text).toContain(`the setting "${setting}"`)
  })
})
