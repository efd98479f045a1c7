import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import {
  BUILD_CONTEXT,
  BUILD_STAGE,
  copiedBy,
  INSTRUCTIONS,
  LAST_STAGE,
} from '../support/dockerfile.ts'
import { makeFolder } from '../support/folder.ts'
import { ROOT } from '../support/root.ts'

describe('the Dockerfile', () => {
  it('has known instructions and pinned images', () => {
    const known = 'FROM WORKDIR COPY RUN ENV USER EXPOSE HEALTHCHECK ENTRYPOINT'.split(' ')
    expect(INSTRUCTIONS.filter(({ name }) => !known.includes(name))).toEqual([])
    const images = INSTRUCTIONS.filter(({ name }) => name === 'FROM')
    for (const { rest } of images) expect(rest).toMatch(/^node:\d+-slim( AS \w+)?$/)
  })

  it('copies only files that exist in the build context', () => {
    for (const { sources } of copiedBy(INSTRUCTIONS)) {
      for (const source of sources) {
        const isIn = (path: string) => source === path || source.startsWith(`${path}/`)
        expect(BUILD_CONTEXT.some(isIn), `${source} is in the build context`).toBe(true)
        expect(existsSync(join(ROOT, source)), source).toBe(true)
      }
    }
  })

  it('copies all that the build needs', async () => {
    const folder = await makeFolder()
    for (const { sources, target } of copiedBy(BUILD_STAGE)) {
      for (const source of sources.filter((path) => BUILD_CONTEXT.includes(path))) {
        const to = target === './' ? source : target
        await cp(join(ROOT, source), join(folder, to), { recursive: true })
      }
    }
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    expect(BUILD_STAGE.at(-1)).toEqual({ name: 'RUN', rest: 'npm run build' })
    await promisify(execFile)('npm', ['run', 'build'], { cwd: folder })
    for (const file of ['main.js', 'actors/website-crawler/main.js'])
      expect(existsSync(join(folder, 'dist', file)), file).toBe(true)
  })

  it('runs without privileges, and owns its data', () => {
    const rests = (name: string) => LAST_STAGE.filter((it) => it.name === name).map((it) => it.rest)
    expect(rests('USER')).toEqual(['node'])
    // All that needs root stands before it.
    expect(
      LAST_STAGE.slice(LAST_STAGE.findIndex(({ name }) => name === 'USER')),
    ).not.toContainEqual(expect.objectContaining({ name: 'RUN' }))
    expect(rests('RUN')).toEqual(['install -d -o node -g node /data'])
  })
})
