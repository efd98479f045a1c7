import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ROOT } from '../support/root.ts'
import { sources } from '../support/sources.ts'
import { ALLOWED, FORBIDDEN } from './folder-imports.ts'
import { PACKAGES } from './owned-packages.ts'

const report = z.object({
  diagnostics: z.array(z.object({ location: z.object({ path: z.string() }) })),
})

/** Each folder with sources below those at the top, as a path that ends with a slash. */
const rooms = [...new Set([...sources.keys()].map((path) => `${dirname(path)}/`))].filter(
  (room) => room.split('/').length > 2,
)
const isOwner = (room: string, [, owner]: [string, RegExp]) => owner.test(room)
/** The packages that a room may import, or may not. */
const packagesOf = (room: string, isOwned: boolean) =>
  Object.entries(PACKAGES)
    .filter((entry) => isOwner(room, entry) === isOwned)
    .map(([name]) => name)
const packageFiles = (isOwned: boolean) =>
  Object.fromEntries(rooms.map((room) => [`${room}packages.ts`, packagesOf(room, isOwned)]))

/** The folder of a room in the table of docs/architecture.md. */
const folderOf = (room: string) => (/^tools\//.test(room) ? 'tools' : room.split('/', 2).join('/'))
/** What that table calls some packages. */
const WORDS: Record<string, string> = {
  '@modelcontextprotocol/sdk': 'MCP SDKs',
  '@opentelemetry/api': 'OpenTelemetry',
}

const root = mkdtemp(join(tmpdir(), 'folder-rules-')).then((folder) => realpath(folder))

/**
 * Writes files that import some modules, each at its own path.
 * @returns how many imports of each file the linter reports
 */
async function lint(name: string, files: Record<string, string[]>): Promise<Map<string, number>> {
  const folder = join(await root, name)
  for (const [file, specifiers] of Object.entries(files)) {
    const path = join(folder, file)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, specifiers.map((one, i) => `import * as x${i} from '${one}'\n`).join(''))
  }
  await cp(join(ROOT, 'biome.json'), join(folder, 'biome.json'))
  const biome = join(ROOT, 'node_modules/@biomejs/biome/bin/biome')
  const flags = ['--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none']
  const args = [biome, 'lint', '--only=style/noRestrictedImports', ...flags, folder]
  const printed = await new Promise<string>((resolve) =>
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 26 }, (_, stdout) =>
      resolve(stdout),
    ),
  )
  const reported = new Map<string, number>()
  for (const { location } of report.parse(JSON.parse(printed)).diagnostics) {
    const path = location.path.replace(`${folder}/`, '')
    reported.set(path, (reported.get(path) ?? 0) + 1)
  }
  return reported
}

afterAll(async () => rm(await root, { recursive: true, force: true }))

describe('the folder rules of the linter', () => {
  let forbidden: Map<string, number>
  let allowed: Map<string, number>

  beforeAll(async () => {
    forbidden = await lint('forbidden', FORBIDDEN)
    allowed = await lint('allowed', ALLOWED)
  })

  it.each(Object.entries(FORBIDDEN))('report the forbidden imports of %s', (file, specifiers) => {
    expect(forbidden.get(file)).toBe(specifiers.length)
  })

  it.each(Object.keys(ALLOWED))('accept the allowed imports of %s', (file) => {
    expect(allowed.get(file)).toBeUndefined()
  })

  it('cover every folder', () => {
    const fixtures = [...Object.keys(FORBIDDEN), ...Object.keys(ALLOWED)]
    const covered = new Set(fixtures.map((file) => file.split('/').slice(0, 2).join('/')))
    const inTools = (path: string) => path.startsWith('tools/')
    const missing = [...sources.keys()].filter((path) => {
      if (path.split('/').length < 3 || (inTools(path) && !path.startsWith('tools/support/')))
        return false
      return !covered.has(path.split('/').slice(0, 2).join('/'))
    })
    expect(missing).toEqual([])
  })
})

describe('packages with an owner', () => {
  it.each(Object.entries(PACKAGES))('has rooms that may import %s, and others', (_, owner) => {
    expect(rooms.some((room) => owner.test(room))).toBe(true)
    expect(rooms.every((room) => owner.test(room))).toBe(false)
  })

  it('are reported in all other rooms', async () => {
    const files = packageFiles(false)
    const counts = Object.entries(files).map(([file, names]) => [file, names.length])
    expect(Object.fromEntries(await lint('others', files))).toEqual(Object.fromEntries(counts))
  })

  it('are accepted in the rooms of their owners', async () => {
    expect(Object.fromEntries(await lint('owners', packageFiles(true)))).toEqual({})
  })

  it('stand in the rows of their owners in docs/architecture.md', async () => {
    const text = await readFile(join(ROOT, 'docs/architecture.md'), 'utf8')
    const rowOf = (folder: string) =>
      text.split('\n').find((line) => line.startsWith(`| \`${folder}\` `)) ?? ''
    const missing = Object.entries(PACKAGES).flatMap(([module, owner]) => {
      const [, name = ''] = /^((?:@[^/]+\/)?[^/]+)/.exec(module) ?? []
      const folders = rooms.filter((room) => owner.test(room)).map(folderOf)
      return [...new Set(folders)]
        .filter((folder) => !rowOf(folder).includes(WORDS[name] ?? name))
        .map((folder) => `${name} of ${folder}`)
    })
    expect(missing).toEqual([])
  })
})
