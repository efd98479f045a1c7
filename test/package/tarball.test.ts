import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { startDemoSite } from '../../scripts/demo-site.ts'
import { tools } from '../../tools/index.ts'
import { connectStdio } from '../support/mcp-client.ts'
import { environment, expectToWork } from '../support/package-checks.ts'
import { ROOT } from '../support/root.ts'

const TSC = join(ROOT, 'node_modules/typescript/bin/tsc')
const run = promisify(execFile)

const packed = z.tuple([
  z.looseObject({ filename: z.string(), files: z.array(z.looseObject({ path: z.string() })) }),
])

let folder = ''
let files: string[] = []
/** A project in which a user has installed only this package. */
let project = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mcp-tarball-'))
  project = join(folder, 'project')
  // Skips `prepack`: `dist` is already built, and other tests use it.
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]
  const [{ filename, files: listed }] = packed.parse(
    JSON.parse((await run('npm', pack, { cwd: ROOT })).stdout),
  )
  files = listed.map(({ path }) => path)
  await mkdir(project)
  await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }\n')
  const quiet = ['--offline', '--no-audit', '--no-fund', '--cache', join(folder, 'cache')]
  await run('npm', ['install', ...quiet, join(folder, filename)], { cwd: project })
})
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

/** Runs Node in the project. */
async function node(args: string[]) {
  return run(process.execPath, args, { cwd: project, env: await environment() })
}

/** Copies an example into the project and returns its name. */
async function example(name: string): Promise<string> {
  await cp(join(ROOT, 'examples/embed', name), join(project, name))
  return name
}

/** Adds the MCP SDK to the packages of the project until the test ends. */
async function withSdk(): Promise<void> {
  const link = join(project, 'node_modules/@modelcontextprotocol')
  await symlink(join(ROOT, 'node_modules/@modelcontextprotocol'), link)
  onTestFinished(() => rm(link))
}

/** Type-checks files of the project in strict mode and returns the errors. */
async function check(args: string[]): Promise<string> {
  const strict = ['--strict', '--exactOptionalPropertyTypes', '--noEmit', '--ignoreConfig']
  const target = ['--target', 'es2022', '--module', 'nodenext', '--moduleResolution', 'nodenext']
  return node([TSC, ...strict, ...target, ...args]).then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  )
}

describe('the package', () => {
  it('contains the files that users need', () => {
    const beside = files.filter((path) => !path.startsWith('dist/'))
    expect(beside.toSorted()).toEqual(
      [
        ...['CHANGELOG.md', 'LICENSE', 'README.md', 'config.schema.json'],
        ...['manifest.json', 'package.json'],
      ].toSorted(),
    )
    expect(files).toEqual(
      expect.arrayContaining([
        'dist/main.js',
        'dist/index.js',
        'dist/index.d.ts',
        'dist/json-worker.mjs',
        'dist/query-worker.mjs',
        'dist/sqlite3.wasm',
      ]),
    )
  })

  it('has no dependencies', async () => {
    const installed = await readdir(join(project, 'node_modules'))
    expect(installed.filter((name) => !name.startsWith('.'))).toEqual(['apify-agent-tools'])
  })

  it('names the repository of the owner who publishes', async () => {
    const source = await readFile(join(project, 'node_modules/apify-agent-tools/package.json'))
    const { mcpName, repository } = z
      .object({ mcpName: z.string(), repository: z.object({ url: z.string() }) })
      .parse(JSON.parse(source.toString()))
    const name = mcpName.replace('io.github.', '')
    expect(repository.url).toBe(`git+https://github.com/${name}.git`)
  })

  it('has a command that starts the server', async () => {
    const command = join(project, 'node_modules/.bin/apify-agent-tools')
    await expectToWork(await connectStdio({ command, args: [], env: await environment() }))
  })
})

describe('the library', () => {
  it('starts nothing when it is imported', async () => {
    const program = `
      const { tools } = await import('apify-agent-tools')
      const open = process.getActiveResourcesInfo().filter((name) => /^(?:Timeout|TCP|Process|Worker|FSEvent)/.test(name))
      console.log(JSON.stringify({ names: tools.map(({ name }) => name), open }))`
    const { stdout, stderr } = await node(['--input-type=module', '--eval', program])
    expect(JSON.parse(stdout)).toEqual({ names: tools.map(({ name }) => name), open: [] })
    expect(stderr).toBe('')
  })

  it('is found by programs of CommonJS too', async () => {
    const program = `
      const { tools, createServer } = require('apify-agent-tools')
      createServer().then((server) => server.close()).then(() => console.log(tools.length))`
    const { stdout } = await node(['--input-type=commonjs', '--eval', program])
    expect(stdout).toBe(`${tools.length}\n`)
  })

  it('works in the example without an MCP client', async () => {
    const site = await startDemoSite()
    onTestFinished(() => site.close())
    const { stdout } = await node([await example('crawl.mjs'), site.url])
    expect(stdout).toContain(`6 of ${tools.length} tools are available.`)
    expect(stdout).toMatch(/^… /m)
    expect(stdout).toContain(`"url":"${site.url}"`)
  })

  it('works in the example with an MCP client', async () => {
    await withSdk()
    const { stdout } = await node([await example('mcp-client.mjs')])
    expect(stdout).toContain('read-only tools')
    expect(stdout).toContain('"mode":"local"')
  })
})

describe('the types', () => {
  it('accept the examples', async () => {
    await withSdk()
    const names = [await example('crawl.mjs'), await example('mcp-client.mjs')]
    const types = ['--types', join(ROOT, 'node_modules/@types/node')]
    const errors = await check(['--allowJs', '--checkJs', '--skipLibCheck', ...types, ...names])
    expect(errors).toBe('')
  })

  it.each(['consumer.mts', 'consumer.cts'])(
    'need no other package and reject mistakes, in %s',
    async (name) => {
      const { pathname } = new URL('consumer.ts.txt', import.meta.url)
      await cp(pathname, join(project, name))
      expect(await check(['--types', '', name])).toBe('')
    },
  )
})
