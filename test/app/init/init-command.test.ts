import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runProgram } from '../../support/built-program.ts'
import { makeFolder } from '../../support/folder.ts'
import { MAIN } from '../../support/server-options.ts'

const TEMPLATES = ['js', 'ts', 'python', 'crawlee']

/** What each template has; the rest is its program. */
const COMMON = [
  '.actor/actor.json',
  '.actor/dataset_schema.json',
  '.actor/input_schema.json',
  '.gitignore',
  'Dockerfile',
  'README.md',
]
const OWN: Record<string, string[]> = {
  js: ['main.js', 'package.json'],
  ts: ['package.json', 'src/main.ts', 'tsconfig.json'],
  python: ['main.py', 'requirements.txt'],
  crawlee: ['package.json', 'src/main.js'],
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted()
}

describe('init', () => {
  it.each(TEMPLATES)('writes the template %s, and says how to run it', async (template) => {
    const folder = join(await makeFolder(), 'Précis & price')
    const { code, stdout, stderr } = await runProgram(['init', folder, `--template=${template}`])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const files = await filesIn(folder)
    expect(files).toEqual([...COMMON, ...(OWN[template] ?? [])].toSorted())
    for (const file of files) expect(stdout).toContain(`\n  ${file}\n`)
    expect(stdout).toContain(`\n${process.execPath} ${MAIN} --local '--actors=${folder}'\n`)
    expect(stdout.includes(`\ncd '${folder}' && npm install`)).toBe(/ts|crawlee/.test(template))
    expect(stdout).toContain('local/precis-price')
    const all = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
    expect(JSON.parse(all[0] ?? '')).toMatchObject({ name: 'precis-price', title: 'Precis Price' })
    expect(all.join('\n')).not.toMatch(/my[- ]actor/i)
  })

  it.each([
    ['x', 'my-actor'],
    ['日本', 'my-actor'],
    ['--Shop--', 'shop'],
    [`${'a'.repeat(62)}_b`, 'a'.repeat(62)],
  ])('names the Actor of the folder %s %s', async (folder, name) => {
    const path = join(await makeFolder(), folder)
    const { stdout } = await runProgram(['init', '--template', 'python', path])
    expect(stdout).toMatch(`Wrote the Actor ${name} (`)
  })

  it('takes a folder with no more than a repository, as the folder it runs in often is', async () => {
    const folder = await makeFolder()
    await mkdir(join(folder, '.git'))
    expect(await runProgram(['init', folder])).toMatchObject({ code: 0 })
    expect(await filesIn(folder)).toContain('main.js')
  })

  it('overwrites nothing', async () => {
    const folder = await makeFolder()
    const file = join(folder, 'file')
    await writeFile(file, 'mine')
    await mkdir(join(folder, 'full', '.actor'), { recursive: true })
    for (const [path, problem] of [
      [folder, /is not empty, and nothing is overwritten\. Name a new folder\.\n$/],
      [join(folder, 'full'), /is not empty/],
      [file, /cannot be made or read \(EEXIST\)\. Choose another folder\.\n$/],
      [join(file, 'below'), /cannot be made or read \(ENOTDIR\)/],
    ] as const) {
      const { code, stdout, stderr } = await runProgram(['init', path])
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(/^apify-agent-tools: The folder [^\n]*\n$/)
      expect(stderr).toMatch(problem)
    }
    expect(await filesIn(folder)).toEqual(['file'])
    expect(await readFile(file, 'utf8')).toBe('mine')
  })

  it.each([
    [[], /`init` needs a folder\. Write: init DIR/],
    [['--template=js'], /`init` needs a folder/],
    [['--template', 'js'], /`init` needs a folder/],
    [['x', '--template=rust'], /no template "rust"\. The templates are js, ts, python, crawlee\./],
    [['x', '--template=constructor'], /no template "constructor"/],
    [['x', '--template'], /--template needs a value/],
    [['a,b'], /has a comma, which --actors takes for the end of a path\. Choose/],
    [['x', 'y'], /Unknown argument "y"/],
    [['x', '--force'], /Unknown argument "--force"/],
  ])('ends with code 2 and one line for %j', async (args, problem) => {
    const folder = await makeFolder()
    const absolute = args.map((word) => (word === 'x' ? join(folder, word) : word))
    const { code, stdout, stderr } = await runProgram(['init', ...absolute])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^apify-agent-tools: [^\n]*\n$/)
    expect(stderr).toMatch(problem)
    expect(await readdir(folder)).toEqual([])
  })

  it('is in --help', async () => {
    expect((await runProgram(['--help'])).stdout).toContain(
      'apify-agent-tools init DIR [--template js|ts|python|crawlee]',
    )
  })
})
