import { mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createEmbeddedServer } from '../../src/app/embedded-server.ts'
import { runProgram } from '../support/built-program.ts'
import { makeFolder } from '../support/folder.ts'
import { writeActor } from '../support/local-platform/actor-project.ts'
import { startServer } from '../support/mcp-client.ts'
import { environmentOf } from '../support/server-options.ts'

/** Starts the built server without a client; it ends at once. */
const start = async (args: string[], env: Record<string, string> = {}) =>
  runProgram(args, await environmentOf({ env }))

async function namesOf(server: Awaited<ReturnType<typeof startServer>>): Promise<string[]> {
  const { structured } = await server.call('search_actors', { query: '' })
  return (
    JSON.stringify(structured)
      .match(/local\/[\w-]+/g)
      ?.toSorted() ?? []
  )
}

describe('--actors', () => {
  it('offers the bundled Actors beside those of a folder in the home of the user', async () => {
    const home = await makeFolder()
    await writeActor(join(home, 'mine'), '')
    const server = await startServer({ args: ['--actors=bundled, ~/mine'], env: { HOME: home } })
    expect(await namesOf(server)).toEqual(['local/tester', 'local/website-crawler'])
    expect(server.stderr()).toBe('')
  })

  it('ends the start with code 2 and one line if a folder has no Actor', async () => {
    const dir = await makeFolder()
    const [empty, file, good] = [join(dir, 'empty'), join(dir, 'file'), join(dir, 'good')]
    await mkdir(join(empty, 'sub', '.actor'), { recursive: true })
    await writeFile(file, '')
    await writeActor(good, '')
    const temporary = join(dir, 'tmp')
    await mkdir(temporary)
    for (const [wrong, problem] of [
      [empty, /holds no Actor\. Name a folder with \.actor\/actor\.json/],
      [file, /is a file\. /],
      [join(dir, 'missing'), /does not exist\. /],
    ] as const) {
      for (const flags of [[], ['--http', '--local', '--port=0']]) {
        const ended = await start([...flags, `--actors=${good},${wrong}`], { TMPDIR: temporary })
        expect(ended).toMatchObject({ code: 2, stdout: '' })
        expect(ended.stderr).toMatch(/^apify-agent-tools: --actors[^\n]*\n$/)
        expect(ended.stderr).toContain(JSON.stringify(wrong))
        expect(ended.stderr).toMatch(problem)
      }
    }
    expect(await readdir(temporary)).toEqual([])
  })

  it('may name a folder of Actors, and is not looked at for the cloud', async () => {
    const dir = await makeFolder()
    await writeActor(join(dir, 'one'), '')
    expect(await start([`--actors=${dir}`])).toMatchObject({ code: 0, stderr: '' })
    const env = { APIFY_TOKEN: 'a-token' }
    const cloud = await start([`--actors=${join(dir, 'missing')}`], env)
    expect(cloud).toMatchObject({ code: 0, stderr: '' })
  })

  it('is checked in the library too, by the name of its option', async () => {
    const missing = join(await makeFolder(), 'missing')
    await expect(createEmbeddedServer({ actors: [missing] })).rejects.toThrow(
      /^actors: ".*missing" does not/,
    )
  })

  it('leaves no temporary folder behind if the folder is gone when the platform starts', async () => {
    const dir = await makeFolder()
    const [temporary, actors] = [join(dir, 'tmp'), join(dir, 'actors')]
    await mkdir(temporary)
    await writeActor(actors, '')
    const server = await startServer({ args: [`--actors=${actors}`], env: { TMPDIR: temporary } })
    await rename(actors, `${actors}-gone`)
    const { isError, text } = await server.call('whoami')
    expect({ isError, text }).toMatchObject({ isError: true })
    expect(await readdir(temporary)).toEqual([])
    await rename(`${actors}-gone`, actors)
    expect((await server.call('whoami')).isError).toBe(false)
  })
})
