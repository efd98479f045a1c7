import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '../../support/root.ts'
import { blocksFor } from './blocks.ts'

const PAGE = 'docs/adding-a-tool.md'
const blocks = blocksFor('repository/docs/adding-a-tool.test.ts').flatMap(({ file, ...block }) =>
  file === undefined ? [] : [{ file, ...block }],
)
const files = [...new Set(blocks.map(({ file }) => file))]
/** What the checks read. */
const COPIED = [
  'src',
  'tools',
  'test/support',
  'test/tool-call',
  'test/tools',
  'package.json',
  'biome.json',
]

let folder: string

/** Runs a program of node_modules in the copy. @throws with its output if it fails */
async function run(script: string, ...args: string[]): Promise<string> {
  const command = [join(ROOT, 'node_modules', script), ...args]
  try {
    return (await promisify(execFile)(process.execPath, command, { cwd: folder })).stdout
  } catch (error) {
    throw new Error(`${script}: ${Object(error).stdout}${Object(error).stderr}`)
  }
}

/**
 * Returns a file after a change. The old lines must occur in it once. A file with the new lines stays as
 * it is, so that the test also passes for somebody who has just followed the guide.
 */
function applyDiff(text: string, diff: string, file: string): string {
  const linesWith = (marks: string) =>
    diff
      .split('\n')
      .filter((line) => marks.includes(line[0] ?? ' '))
      .map((line) => `${line.slice(1)}\n`)
      .join('')
  if (text.includes(linesWith(' +'))) return text
  const parts = text.split(linesWith(' -'))
  expect(parts, `${PAGE}: the place of a change in ${file}`).toHaveLength(2)
  return parts.join(linesWith(' +'))
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adding-a-tool-'))
  for (const path of COPIED) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await cp(join(ROOT, path), join(folder, path), { recursive: true })
  }
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  const config = await readFile(join(ROOT, 'tsconfig.json'), 'utf8')
  const include = files.filter((file) => !/support|results|hostile-data/.test(file))
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ ...JSON.parse(config), include }))
  for (const { lang, file, code } of blocks) {
    const path = join(folder, file)
    const changed =
      lang === 'diff' ? applyDiff(await readFile(path, 'utf8'), code, file) : `${code}\n`
    await writeFile(path, changed)
  }
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the tool that the guide adds', () => {
  it('has the right types', () => run('typescript/bin/tsc', '--noEmit'))

  it('keeps the rules of the linter and the formatter', () =>
    run('@biomejs/biome/bin/biome', 'check', '--vcs-enabled=false', ...files))

  it('passes the test that the guide shows', async () => {
    const test = 'test/tools/actors/get_monthly_usage.test.ts'
    expect(files).toContain(test)
    expect(await run('vitest/vitest.mjs', 'run', `--root=${folder}`, test)).toContain('2 passed')
  })
})
