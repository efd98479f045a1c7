import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeFolder } from '../../support/folder.ts'
import {
  addressFile,
  platformIn,
  startKillable,
  untilEnded,
} from '../../support/local-platform/shared-platform.ts'

let dir: string
let data: string
beforeEach(async () => {
  dir = await makeFolder()
  data = join(dir, 'data')
  await mkdir(data)
})

it('a platform that cannot start in a damaged folder leaves neither lock nor address', async () => {
  await writeFile(join(data, 'runs'), '')
  await writeFile(addressFile(data), '{"protocol":1}', { mode: 0o600 })
  const { call } = await startKillable({ args: ['--local', data] })
  const { text, isError } = await call('whoami')
  expect(isError).toBe(true)
  expect(text).toMatch(/^The local platform did not start: E\w+: .*runs/)
  const left = await readdir(data)
  expect(left).not.toContain('lock')
  expect(left).not.toContain('platform.json')
  await rm(join(data, 'runs'))
  expect(await call('whoami')).toMatchObject({ isError: false })
})

it.runIf(process.platform === 'linux')('the process has no secret of the server', async () => {
  const env = {
    APIFY_TOKEN: 'apify_api_secret',
    apify_token: 'x',
    MCP_ACCESS_KEY: 'k'.repeat(24),
    KEPT: 'yes',
  }
  const { call } = await startKillable({ args: ['--local', data], env })
  await call('whoami')
  const { pid } = await platformIn(data)
  const variables = (await readFile(`/proc/${pid}/environ`, 'utf8')).split('\0')
  expect(variables).toContain('KEPT=yes')
  expect(variables.filter((one) => /^(?:APIFY_TOKEN|MCP_ACCESS_KEY)=/i.test(one))).toEqual([])
})

describe('a program that NODE_OPTIONS adds to the platform', () => {
  /** Starts a server whose platform runs a script first. */
  async function serveWith(script: string) {
    const added = join(dir, 'added.cjs')
    await writeFile(added, `if (process.argv.at(-1).startsWith('{"dir"')) { ${script} }`)
    const env = { NODE_OPTIONS: `--require=${JSON.stringify(added)}` }
    return startKillable({ args: ['--local', data], env })
  }

  it('may print lines before the start', async () => {
    const { call } = await serveWith(`console.log('Loaded.')`)
    expect(await call('whoami')).toMatchObject({ isError: false })
  })

  it('may fail; the servers log that once, and the next call starts the platform again', async () => {
    const fail = `process.on('SIGUSR2', () => { throw new Error('Out of luck.') })`
    const servers = [await serveWith(fail), await serveWith(fail)]
    for (const { call } of servers) await call('whoami')
    const { pid } = await platformIn(data)
    process.kill(pid, 'SIGUSR2')
    await untilEnded(pid)
    for (const server of servers) {
      expect(await server.call('whoami')).toMatchObject({ isError: false })
      server.child.stdin.end()
      const { stderr } = await server.exited
      expect(stderr.match(/Out of luck\./g)).toHaveLength(1)
    }
  })
})
