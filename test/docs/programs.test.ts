import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { transform } from 'esbuild'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startDemoSite } from '../../scripts/demo-site.ts'
import { startModel } from '../fakes/model.ts'
import { MAIN } from '../harness.ts'
import { makeFolder } from '../local/platform.ts'
import { PAGES, ROOT, readPage } from './markdown.ts'

const programs = PAGES.flatMap((path) =>
  readPage(path)
    .blocks.filter(({ lang }) => lang === 'ts')
    .map(({ code }) => {
      const imports = code.matchAll(/from '((?:@[^/']+\/)?[^/']+)/g)
      const names = new Set([...imports].map(([, name = '']) => name))
      // The model of LangChain is named by a text, which it looks up in a package.
      if (/'openai:/.test(code)) names.add('@langchain/openai')
      return { path, code, names: [...names] }
    }),
)
/** What embeds the server imports it by its own name. */
const embeddings = readPage('README.md').blocks.filter(({ lang }) => lang === 'js')
const isInstalled = (name: string) => existsSync(join(ROOT, 'node_modules', name))

/** Runs a program of the pages as it stands there, but for the path and the site. */
async function runProgram(code: string): Promise<string> {
  const site = await startDemoSite()
  // Inside of node_modules, so that its imports are found.
  const folder = await mkdtemp(join(ROOT, 'node_modules', '.program-'))
  onTestFinished(async () => {
    await rm(folder, { recursive: true, force: true })
    await site.close()
  })
  const model = await startModel('run_actor_sync', {
    actorId: 'local/website-crawler',
    input: { startUrls: [{ url: site.url }], maxPages: 2 },
    waitSecs: 40,
  })
  const real = code
    .replaceAll('/path/to/apify-agent-tools/dist/main.js', MAIN)
    .replaceAll('https://example.com', site.url)
  const { code: script } = await transform(real, { loader: 'ts', format: 'esm' })
  await writeFile(join(folder, 'program.mjs'), script)
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'program.mjs')], {
    env: {
      PATH: process.env.PATH ?? '',
      HOME: await makeFolder(),
      OPENAI_API_KEY: 'none',
      OPENAI_BASE_URL: model,
      OPENAI_AGENTS_DISABLE_TRACING: '1',
    },
  })
  return stdout
}

describe('programs of the pages', () => {
  it.each(programs)('$path: what imports $names is TypeScript', async ({ code }) => {
    await transform(code, { loader: 'ts', format: 'esm' })
    expect(code).toContain('/path/to/apify-agent-tools/dist/main.js')
  })

  for (const { path, code, names } of programs) {
    const missing = names.filter((name) => !isInstalled(name))
    const title = `${path}: what imports ${names.join(', ')} crawls a site`
    it.skipIf(missing.length > 0)(
      missing.length > 0 ? `${title} (not installed)` : title,
      async () => {
        expect(await runProgram(code)).toContain('Good cups for slow mornings')
      },
    )
  }

  it.each(embeddings)('README.md: what embeds the server finds an Actor', async ({ code }) => {
    // Inside of the package, which is found there as if it were installed.
    const folder = await mkdtemp(join(ROOT, '.program-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const file = join(folder, 'program.mjs')
    await writeFile(file, code)
    const env = { PATH: process.env.PATH ?? '', HOME: await makeFolder() }
    const { stdout } = await promisify(execFile)(process.execPath, [file], { env })
    expect(stdout).toContain('local/website-crawler')
  })

  it('are there for each framework', () => {
    const all = programs.flatMap(({ names }) => names)
    for (const name of ['@langchain/mcp-adapters', '@openai/agents', '@ai-sdk/mcp'])
      expect(all).toContain(name)
  })
})
