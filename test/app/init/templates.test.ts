import { execFile } from 'node:child_process'
import { readFile, symlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runProgram } from '../../support/built-program.ts'
import { makeFolder } from '../../support/folder.ts'
import { startServer } from '../../support/mcp-client.ts'
import { hasPython, WITHOUT_PYTHON } from '../../support/python.ts'
import { ROOT } from '../../support/root.ts'
import { site } from '../../support/website-crawler/crawls.ts'

const MODULES = join(ROOT, 'node_modules')
const INPUT = { texts: ['one two  three', 'four'] }
const RESULT = {
  items: [
    { text: 'one two  three', words: 3 },
    { text: 'four', words: 1 },
  ],
  output: { texts: 2, words: 4 },
}

/** Writes a template, and starts the built server with it. */
async function init(template: string) {
  const folder = join(await makeFolder(), `from-${template}`)
  expect(await runProgram(['init', folder, '--template', template])).toMatchObject({ code: 0 })
  const { call } = await startServer({ args: ['--local', `--actors=${folder}`] })
  const actorId = `local/${basename(folder)}`
  const run = async (input: object) => (await call('run_actor_sync', { actorId, input })).structured
  return { folder, run, call, actorId }
}

async function runsAtOnce(template: string): Promise<void> {
  const { run, call, actorId } = await init(template)
  expect(await run(INPUT)).toMatchObject({ run: { status: 'SUCCEEDED' }, ...RESULT })
  const { structured } = await call('get_actor', { actorId })
  expect(structured).toMatchObject({ datasetFields: ['text', 'words'] })
  const { example } = z.object({ example: z.looseObject({}) }).parse(structured)
  expect(await run(example)).toMatchObject({ output: { texts: 2, words: 10 } })
}

describe('a new Actor', () => {
  it('in JavaScript runs at once, with its example too', () => runsAtOnce('js'))

  it.skipIf(!hasPython)(`in Python runs at once, with its example too${WITHOUT_PYTHON}`, () =>
    runsAtOnce('python'),
  )

  it('in TypeScript says what it needs, and runs once it is installed and built', async () => {
    const { folder, run } = await init('ts')
    expect(await run(INPUT)).toMatchObject({
      run: { status: 'FAILED', statusMessage: expect.stringContaining('Run "npm install" in') },
    })
    await symlink(MODULES, join(folder, 'node_modules'))
    expect(await run(INPUT)).toMatchObject({
      run: { status: 'FAILED', statusMessage: expect.stringContaining('Run "npm run build" in') },
    })
    const tsc = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript/package.json')))
    await promisify(execFile)(process.execPath, [tsc], { cwd: folder })
    expect(await run(INPUT)).toMatchObject({ run: { status: 'SUCCEEDED' }, ...RESULT })
  })

  it('with Crawlee crawls once it is installed', async () => {
    const { folder, run } = await init('crawlee')
    const { origin } = await site({
      '/': '<title>Home</title><a href="/a">a</a><a href="https://site.faults.test/">b</a>',
      '/a': '<title>A page</title>',
    })
    const input = { startUrls: [{ url: `${origin}/` }] }
    expect(await run(input)).toMatchObject({
      run: { statusMessage: expect.stringContaining('Run "npm install" in') },
    })
    await symlink(MODULES, join(folder, 'node_modules'))
    expect(await run(input)).toMatchObject({
      run: { status: 'SUCCEEDED' },
      items: [
        { url: `${origin}/`, title: 'Home' },
        { url: `${origin}/a`, title: 'A page' },
      ],
      output: { pages: 2 },
    })
  })

  it.each(['ts', 'crawlee'])('in %s asks for the packages that are tested here', async (name) => {
    const template = join(ROOT, 'src/app/init/templates', name, 'package.json')
    const versions = z.record(z.string(), z.string()).default({})
    const manifest = z.object({ dependencies: versions, devDependencies: versions })
    const read = async (path: string) => manifest.parse(JSON.parse(await readFile(path, 'utf8')))
    const asked = await read(template)
    const { devDependencies: tested } = await read(join(ROOT, 'package.json'))
    const all = Object.entries({ ...asked.dependencies, ...asked.devDependencies })
    expect(all.length).toBeGreaterThan(1)
    for (const [dependency, range] of all) expect(range).toBe(`^${tested[dependency]}`)
  })
})
