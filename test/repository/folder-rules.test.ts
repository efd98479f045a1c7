import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ROOT } from '../support/root.ts'
import { sources } from '../support/sources.ts'
import { ALLOWED, FORBIDDEN } from './folder-imports.ts'

const report = z.object({
  diagnostics: z.array(
    z.object({ category: z.string(), location: z.object({ path: z.string() }) }),
  ),
})

let folder: string
let reported: Map<string, number>

const fixtures = [...new Set([...Object.keys(FORBIDDEN), ...Object.keys(ALLOWED)])]
const nameOf = (file: string, kind: string) => file.replace(/[\w-]+\.ts$/, `${kind}-fixtures.ts`)

/** Writes a file with imports of the given modules. */
async function writeFixture(file: string, kind: string, specifiers: string[] = []): Promise<void> {
  const path = join(folder, nameOf(file, kind))
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, specifiers.map((one, i) => `import * as x${i} from '${one}'\n`).join(''))
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'folder-rules-'))
  await cp(join(ROOT, 'biome.json'), join(folder, 'biome.json'))
  for (const file of fixtures) {
    await writeFixture(file, 'forbidden', FORBIDDEN[file])
    await writeFixture(file, 'allowed', ALLOWED[file])
  }
  const biome = join(ROOT, 'node_modules/@biomejs/biome/bin/biome')
  const flags = ['--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none']
  const args = [biome, 'lint', '--only=style/noRestrictedImports', ...flags, folder]
  const printed = await new Promise<string>((resolve) =>
    execFile(process.execPath, args, { cwd: folder }, (_, stdout) => resolve(stdout)),
  )
  reported = new Map()
  for (const { location } of report.parse(JSON.parse(printed)).diagnostics) {
    const path = location.path.replace(`${folder}/`, '')
    reported.set(path, (reported.get(path) ?? 0) + 1)
  }
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the folder rules of the linter', () => {
  it.each(Object.entries(FORBIDDEN))('report the forbidden imports of %s', (file, specifiers) => {
    expect(reported.get(nameOf(file, 'forbidden'))).toBe(specifiers.length)
  })

  it.each(Object.keys(ALLOWED))('accept the allowed imports of %s', (file) => {
    expect(reported.get(nameOf(file, 'allowed'))).toBeUndefined()
  })

  it('cover every folder', () => {
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
