import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createEmbeddedServer } from '../../src/app/embedded-server.ts'
import { makeFolder } from '../support/folder.ts'
import { writeActor } from '../support/local-platform/actor-project.ts'
import { platformIn, startKillable, untilEnded } from '../support/local-platform/shared-platform.ts'

/** Starts a server whose default data folder cannot be written. */
async function startWithoutFolder(home: string) {
  await writeFile(join(home, 'file'), '')
  return startKillable({ env: { XDG_DATA_HOME: join(home, 'file'), TMPDIR: home } })
}

describe('a default data folder that cannot be written', () => {
  it('gives way to a temporary one, which results name, and which goes with the server', async () => {
    const home = await makeFolder()
    const server = await startWithoutFolder(home)
    const { structured } = await server.call('whoami')
    expect(structured.note).toContain('`dataDir` is temporary')
    const data = String(structured.dataDir)
    expect(data.startsWith(join(home, 'apify-agent-tools-'))).toBe(true)
    server.child.stdin.end()
    expect((await server.exited).stderr).toContain('cannot be written (ENOTDIR)')
    await expect.poll(() => existsSync(data)).toBe(false)
  })

  it.each(['SIGKILL', 'SIGTERM'])('gives way to the same one after %s', async (signal) => {
    const server = await startWithoutFolder(await makeFolder())
    const data = String((await server.call('whoami')).structured.dataDir)
    const made = await server.call('create_storage', { type: 'dataset', name: 'kept' })
    const { pid } = await platformIn(data)
    const { ino } = await stat(data)
    process.kill(pid, signal)
    await untilEnded(pid)
    const { datasetId } = made.structured
    const read = await server.call('list_dataset_items', { datasetId })
    expect(read.structured).toMatchObject({ total: 0 })
    expect(await stat(data)).toMatchObject({ ino })
    server.child.stdin.end()
    await expect.poll(() => existsSync(data)).toBe(false)
  })

  it('gives way to a new one if the last was deleted: its name may be taken', async () => {
    const server = await startWithoutFolder(await makeFolder())
    const data = String((await server.call('whoami')).structured.dataDir)
    const { pid } = await platformIn(data)
    process.kill(pid, 'SIGKILL')
    await untilEnded(pid)
    await rm(data, { recursive: true })
    const { structured } = await server.call('whoami')
    expect(structured.note).toContain('`dataDir` is temporary')
    expect(structured.dataDir).not.toBe(data)
    expect(existsSync(data)).toBe(false)
  })

  it('is shared when it can be written', async () => {
    const XDG_DATA_HOME = await makeFolder()
    const servers = [await startKillable({ env: { XDG_DATA_HOME } })]
    servers.push(await startKillable({ env: { XDG_DATA_HOME } }))
    const data = join(XDG_DATA_HOME, 'apify-agent-tools')
    for (const { call } of servers) {
      const { structured } = await call('whoami')
      expect(structured.dataDir).toBe(data)
      expect(structured.note).not.toContain('temporary')
    }
    expect((await stat(data)).mode & 0o777).toBe(0o700)
    for (const server of servers) {
      server.child.stdin.end()
      expect(await server.exited).toMatchObject({ code: 0, stderr: '' })
    }
  })
})

describe('the library', () => {
  it('shares the platform of a folder with other servers', async () => {
    const dir = await makeFolder()
    const [data, actors] = [join(dir, 'data'), join(dir, 'actors')]
    await writeActor(actors, '')
    const server = await createEmbeddedServer({ local: data, actors: [actors] })
    onTestFinished(() => server.close())
    const program = await startKillable({ args: ['--local', data] })
    const made = await program.call('create_storage', { type: 'dataset', name: 'ours' })
    const found = await server.callTool('create_storage', { type: 'dataset', name: 'ours' })
    const { datasetId } = made.structured
    expect(found.structuredContent).toMatchObject({ existed: true, datasetId })
    const { pid } = await platformIn(data)
    await program.kill()
    expect(await server.callTool('whoami')).not.toHaveProperty('isError')
    expect((await platformIn(data)).pid).toBe(pid)
    await server.close()
    await untilEnded(pid)
  })

  it('keeps no program alive that forgets to close its server', async () => {
    const data = await makeFolder()
    const index = fileURLToPath(new URL('../../dist/index.js', import.meta.url))
    const program = `
      const { createServer } = await import(${JSON.stringify(index)})
      const server = await createServer({ local: ${JSON.stringify(data)} })
      const { structuredContent } = await server.callTool('whoami')
      console.log(structuredContent.dataDir)`
    const run = promisify(execFile)
    const args = ['--input-type=module', '--eval', program]
    expect(await run(process.execPath, args)).toEqual({ stdout: `${data}\n`, stderr: '' })
  })
})
