import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { makeFolder } from '../support/folder.ts'
import { ROOT } from '../support/root.ts'

const read = (path: string) => readFile(join(ROOT, path), 'utf8')

interface Instruction {
  name: string
  rest: string
}

/** Parses the instructions of a Dockerfile. Drops comments and joins continued lines. */
function instructionsOf(text: string): Instruction[] {
  return text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', rest = ''] = /^([A-Z]+) +(.*)$/.exec(line) ?? []
      return { name, rest: rest.trim() }
    })
}

const instructions = instructionsOf(await read('Dockerfile'))
const lastFrom = instructions.map(({ name }) => name).lastIndexOf('FROM')
const buildStage = instructions.slice(0, lastFrom)
const lastStage = instructions.slice(lastFrom)

/** The paths that .dockerignore leaves in the build context. It first excludes everything. */
const context = (await read('.dockerignore'))
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1))

/** Returns what the COPY instructions take from the build context. */
function copied(stage: Instruction[]): { sources: string[]; target: string }[] {
  return stage
    .filter(({ name, rest }) => name === 'COPY' && !rest.startsWith('--from='))
    .map(({ rest }) => {
      const paths = rest.split(' ')
      return { sources: paths.slice(0, -1), target: paths.at(-1) ?? '' }
    })
}

/** Returns the words of an instruction in exec form in the last stage. */
function wordsOf(name: string): string[] {
  const { rest = '' } = lastStage.find((entry) => entry.name === name) ?? {}
  return z.array(z.string()).parse(JSON.parse(rest.slice(rest.indexOf('['))))
}

async function exitCode(command: string[], env: Record<string, string>): Promise<number> {
  const [program = '', ...args] = command
  expect(program).toBe('node')
  const child = spawn(process.execPath, args, { env, stdio: 'ignore' })
  const [code] = await once(child, 'close')
  return Number(code)
}

describe('the Dockerfile', () => {
  it('has known instructions and pinned images', () => {
    const known = 'FROM WORKDIR COPY RUN ENV USER EXPOSE HEALTHCHECK ENTRYPOINT'.split(' ')
    expect(instructions.filter(({ name }) => !known.includes(name))).toEqual([])
    const images = instructions.filter(({ name }) => name === 'FROM')
    for (const { rest } of images) expect(rest).toMatch(/^node:\d+-slim( AS \w+)?$/)
  })

  it('copies only files that exist in the build context', () => {
    for (const { sources } of copied(instructions)) {
      for (const source of sources) {
        expect(context, `${source} is in the build context`).toContain(source)
        expect(existsSync(join(ROOT, source)), source).toBe(true)
      }
    }
  })

  it('copies all that the build needs', async () => {
    const folder = await makeFolder()
    for (const { sources, target } of copied(buildStage)) {
      for (const source of sources.filter((path) => context.includes(path))) {
        const to = target === './' ? source : target
        await cp(join(ROOT, source), join(folder, to), { recursive: true })
      }
    }
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    expect(buildStage.at(-1)).toEqual({ name: 'RUN', rest: 'npm run build' })
    await promisify(execFile)('npm', ['run', 'build'], { cwd: folder })
    for (const file of ['main.js', 'actors/website-crawler/main.js'])
      expect(existsSync(join(folder, 'dist', file)), file).toBe(true)
  })

  it('runs without privileges', () => {
    const users = lastStage.filter(({ name }) => name === 'USER').map(({ rest }) => rest)
    expect(users).toEqual(['node'])
  })

  it('needs only the built folder, and has a working health check', async () => {
    const dir = join(await makeFolder(), 'copy')
    await cp(join(ROOT, 'dist'), join(dir, 'dist'), { recursive: true })
    const [program, ...args] = wordsOf('ENTRYPOINT')
    expect(program).toBe('node')
    const child = spawn(process.execPath, args, {
      cwd: dir,
      env: { ACTOR_WEB_SERVER_PORT: '0' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    const [line] = await once(createInterface({ input: child.stderr }), 'line')
    const { url } = z.object({ url: z.string() }).parse(JSON.parse(String(line)))
    const { port } = new URL(url)
    const check = wordsOf('HEALTHCHECK')
    expect(await exitCode(check, { ACTOR_WEB_SERVER_PORT: port })).toBe(0)
    expect(await exitCode(check, { ACTOR_STANDBY_PORT: port })).toBe(0)
    const ended = once(child, 'close')
    child.kill('SIGTERM')
    expect((await ended)[0]).toBe(0)
    expect(await exitCode(check, { ACTOR_WEB_SERVER_PORT: port })).toBe(1)
  })
})
