import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { lockDirectory } from '../../../src/local/data-folder-lock.ts'
import { makeFolder } from '../../support/folder.ts'
import { writeActor } from '../../support/local-platform/actor-project.ts'
import {
  addressFile,
  platformIn,
  startKillable,
  untilEnded,
} from '../../support/local-platform/shared-platform.ts'
import { request } from '../../support/raw-server.ts'

let dir: string
let data: string
beforeEach(async () => {
  dir = await makeFolder()
  data = join(dir, 'data')
  await mkdir(data)
})

const serve = (...args: string[]) => startKillable({ args: ['--local', data, ...args] })

/** Writes an Actor of that name into a folder of its own, and returns the folder. */
async function makeActor(name: string, script = ''): Promise<string> {
  const folder = join(dir, `actor-${name}`)
  const definition = { actorSpecification: 1, name, version: '0.1' }
  await writeActor(folder, script, { '.actor/actor.json': definition })
  return folder
}

async function deadPid(): Promise<number> {
  const ended = spawn(process.execPath, ['-e', ''])
  await once(ended, 'exit')
  return ended.pid ?? 0
}

/** What a platform that was killed, and another program, leave in its file. */
const addressOf = (pid: number) =>
  JSON.stringify({ protocol: 1, version: '0.0.1', pid, baseUrl: 'http://127.0.0.1:9', token: 'x' })

it('a server starts no platform before its first call', async () => {
  const { write, answer, call } = await serve()
  write(request(99, 'tools/list'))
  expect(await answer(99)).toHaveProperty('result.tools')
  expect(await readdir(data)).toEqual([])
  await call('whoami')
  expect(await readdir(data)).toContain('platform.json')
})

describe('a file that is left behind is replaced', () => {
  it.each<[what: string, text: () => string | Promise<string>, mode: number]>([
    ['the pid of a dead process', async () => addressOf(await deadPid()), 0o600],
    ['the pid of another process', () => addressOf(process.pid), 0o600],
    ['garbage', () => '\0{', 0o600],
    ['a mode that others can read', () => addressOf(process.pid), 0o644],
    [
      'another protocol',
      async () => `{"protocol":7,"version":"7","pid":${await deadPid()}}`,
      0o600,
    ],
  ])('with %s', async (_, text, mode) => {
    await writeFile(addressFile(data), await text(), { mode })
    const { call } = await serve()
    expect(await call('whoami')).toMatchObject({ isError: false })
    expect(await platformIn(data)).toMatchObject({
      protocol: 1,
      token: expect.stringMatching(/^apify_api_/),
    })
    expect((await stat(addressFile(data))).mode & 0o777).toBe(0o600)
  })
})

describe('a server that cannot use the platform of a folder says why, and what to do', () => {
  it('if it speaks another protocol', async () => {
    const first = await serve()
    await first.call('whoami')
    const file = await platformIn(data)
    const other = { protocol: 2, version: '9.8.7', pid: file.pid }
    await writeFile(addressFile(data), JSON.stringify(other), { mode: 0o600 })
    const second = await serve()
    const { text, isError } = await second.call('whoami')
    expect(isError).toBe(true)
    expect(text).toBe(
      `The data folder ${data} is held by the local platform of version 9.8.7 (process ${file.pid}), which this version cannot use. Close the other windows that use it, or choose another folder with --local DIR.`,
    )
    expect(await first.call('whoami')).toMatchObject({ isError: false })
    // The next call of the same server works when the other window is closed.
    await first.kill()
    await untilEnded(file.pid)
    expect(await second.call('whoami')).toMatchObject({ isError: false })
  })

  it('if others can read the token', async () => {
    const first = await serve()
    await first.call('whoami')
    await chmod(addressFile(data), 0o644)
    const { text, isError } = await (await serve()).call('whoami')
    expect(isError).toBe(true)
    expect(text).toContain(`${addressFile(data)}, which says where`)
    expect(text).toContain('is not private to this user')
  })

  it('if another program holds the folder', async () => {
    const lock = await lockDirectory(data)
    const { call } = await serve()
    const { text, isError } = await call('whoami')
    expect(isError).toBe(true)
    expect(text).toContain(`${data} is in use by process ${process.pid}. Wait until`)
    await lock.release()
    expect(await call('whoami')).toMatchObject({ isError: false })
  })

  it('if an Actors folder is missing, and works when it is there', async () => {
    const folder = await makeActor('moved')
    const elsewhere = join(dir, 'elsewhere')
    const { write, answer, call } = await serve('--actors', folder)
    // It looks at the folder when it starts.
    write(request(99, 'tools/list'))
    await answer(99)
    await rename(folder, elsewhere)
    const { text, isError } = await call('whoami')
    expect(isError).toBe(true)
    expect(text).toContain(`${folder} cannot be read. Create it or choose another.`)
    await rename(elsewhere, folder)
    expect(await call('whoami')).toMatchObject({ isError: false })
  })

  it('if the folder cannot be written', async () => {
    await rm(data, { recursive: true })
    await writeFile(data, '')
    const { text, isError } = await (await serve()).call('whoami')
    expect(isError).toBe(true)
    expect(text).toMatch(/^The data folder .*data cannot be written \(E\w+\)\. Correct that/)
  })
})

describe('the Actors of the platform', () => {
  it('are those of all servers; those of one go with it', async () => {
    const [ours, theirs] = [await makeActor('ours'), await makeActor('theirs')]
    const first = await serve('--actors', ours)
    const second = await serve('--actors', theirs)
    const found = async () => (await second.call('search_actors', { query: '' })).text
    await first.call('whoami')
    expect(await found()).toContain('local/theirs')
    expect(await found()).toContain('local/ours')
    const run = await second.call('run_actor', { actorId: 'local/ours', waitSecs: 30 })
    expect(run.structured).toMatchObject({ status: 'SUCCEEDED' })
    await first.kill()
    await expect.poll(found).not.toContain('local/ours')
    expect(await found()).toContain('local/theirs')
  })

  it('include the bundled one as long as a server without --actors is attached', async () => {
    const plain = await serve()
    const other = await serve('--actors', await makeActor('other'))
    const found = async () => (await other.call('search_actors', { query: '' })).text
    await plain.call('whoami')
    expect(await found()).toContain('local/website-crawler')
    await plain.kill()
    await expect.poll(found).not.toContain('local/website-crawler')
  })

  it('are explained to the operators of all servers if they cannot be read', async () => {
    const folder = await makeActor('broken')
    await writeFile(join(folder, '.actor', 'actor.json'), '{"name":"not a name"}')
    const servers = [await serve('--actors', folder), await serve()]
    for (const { call } of servers) await call('search_actors', { query: 'broken' })
    for (const server of servers) {
      server.child.stdin.end()
      const { stderr } = await server.exited
      expect(stderr).toMatch(/^apify-agent-tools: Skipped the Actor in .*broken\. Fix its/)
    }
  })

  it('cannot hold the platform with the token of their run', async () => {
    const script = `
      const headers = { authorization: 'Bearer ' + APIFY_TOKEN, 'content-type': 'application/json' }
      const body = JSON.stringify({ actorDirs: [], bundledActors: false })
      const answer = await fetch(APIFY_API_BASE_URL + '/lease', { method: 'POST', headers, body })
      await say('answered ' + answer.status)`
    const { call } = await serve('--actors', await makeActor('holder', script))
    const { structured } = await call('run_actor', { actorId: 'local/holder', waitSecs: 30 })
    expect(structured).toMatchObject({ status: 'SUCCEEDED', statusMessage: 'answered 403' })
  })
})
