import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { transform } from 'esbuild'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startDemoSite } from '../../../scripts/demo-site.ts'
import { makeFolder } from '../../support/folder.ts'
import { ROOT } from '../../support/root.ts'
import { MAIN } from '../../support/server-options.ts'
import { blocksFor, forClone } from './blocks.ts'

const programs = blocksFor('repository/docs/programs.test.ts')

/** Those of frameworks are files too, which `npm run test:interop` runs with the frameworks. */
const examples = readdirSync(join(ROOT, 'examples'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => forClone(readFileSync(join(ROOT, 'examples', name), 'utf8')))

/** Runs a program of the pages as it stands there, but for the path and the site. */
async function runProgram(code: string): Promise<string> {
  const site = await startDemoSite()
  // Inside of the package, so that its imports are found, the package itself among them.
  const folder = await mkdtemp(join(ROOT, '.program-'))
  onTestFinished(async () => {
    await rm(folder, { recursive: true, force: true })
    await site.close()
  })
  const real = code
    .replaceAll('/path/to/apify-agent-tools/dist/main.js', MAIN)
    .replaceAll('https://example.com', site.url)
  const { code: script } = await transform(real, { loader: 'ts', format: 'esm' })
  const file = join(folder, 'program.mjs')
  await writeFile(file, script)
  const env = { PATH: process.env.PATH ?? '', HOME: await makeFolder() }
  return (await promisify(execFile)(process.execPath, [file], { env })).stdout
}

describe('programs of the pages', () => {
  const isExample = (code: string) => examples.includes(`${code.trimEnd()}\n`)

  it.each(programs.filter(({ code }) => !isExample(code)))('$path: runs', async ({ code }) => {
    expect(await runProgram(code)).toMatch(/Good cups for slow mornings|local\/website-crawler/)
  })

  it.each(['@langchain/mcp-adapters', '@openai/agents', '@ai-sdk/mcp'])(
    'docs/frameworks.md has the example for %s as it is tested',
    (name) => {
      const shown = programs.filter(
        ({ path, code }) => path === 'docs/frameworks.md' && code.includes(name),
      )
      expect(shown.map(({ code }) => isExample(code))).toEqual([true])
    },
  )
})
