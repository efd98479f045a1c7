import { chmod, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { call, post } from '../support/http.ts'
import { HAS_IMAGE, IMAGE_USER, isRoot, makeImage } from '../support/image.ts'
import { expectToWork } from '../support/package-checks.ts'
import { seed } from '../support/seeded-server.ts'

describe.runIf(HAS_IMAGE)('the entry point of the image', () => {
  it('serves one client on stdin and stdout, and is healthy', async () => {
    const fake = await seed()
    const image = await makeImage()
    const env = { APIFY_TOKEN: fake.token, APIFY_API_BASE_URL: fake.url }
    const { call: ask, client } = await image.connect([], env)
    expect((await ask('whoami')).structured).toMatchObject({ mode: 'cloud', username: 'alice' })
    expect(await image.checkHealth()).toBe(0)
    await client.close()
    expect(await image.checkHealth()).toBe(1)
  })

  it('runs the bundled Actor as the user of the image, whose data is in the volume', async () => {
    const image = await makeImage()
    await expectToWork(await image.connect(['--local']))
    const kept = join(image.data, 'apify-agent-tools')
    expect(await readdir(kept)).not.toEqual([])
    if (isRoot()) expect((await stat(kept)).uid).toBe(IMAGE_USER)
    expect(await image.checkHealth()).toBe(0)
  })

  it('is healthy as long as it serves, also after its config file is gone', async () => {
    const image = await makeImage()
    const config = join(image.data, 'config.json')
    await writeFile(config, '{ "read-only": true }')
    const { client } = await image.connect(['--config', config])
    expect(await image.checkHealth()).toBe(0)
    await rm(config)
    expect(await image.checkHealth()).toBe(0)
    expect((await client.listTools()).tools.length).toBeGreaterThan(0)
  })

  it('takes HTTP and its port from a config file', async () => {
    const image = await makeImage()
    const port = await freePort()
    const config = join(image.data, 'config.json')
    await writeFile(config, JSON.stringify({ http: true, host: '0.0.0.0', port }))
    const { base } = await image.serve(['--config', config])
    expect(base).toBe(`http://127.0.0.1:${port}`)
    expect(await image.checkHealth()).toBe(0)
  })

  it('works as another user, who has no home', async () => {
    const image = await makeImage(IMAGE_USER + 1)
    await expectToWork(await image.connect(['--local'], { HOME: '/' }))
  })

  it('works without a token, and takes another folder', async () => {
    const image = await makeImage()
    const { call: ask } = await image.connect()
    expect((await ask('whoami')).structured).toMatchObject({ mode: 'local' })
    const folder = join(image.data, 'other')
    const { call: askOther } = await image.connect(['--local', folder])
    expect((await askOther('list_storages', { type: 'dataset' })).isError).toBe(false)
    expect(await readdir(folder)).not.toEqual([])
  })

  it('says what to do if its user may not write to the folder', async () => {
    const image = await makeImage()
    await chmod(image.data, 0o555)
    const { call: ask } = await image.connect(['--local', join(image.data, 'other')])
    const answer = await ask('list_storages', { type: 'dataset' })
    expect(answer.isError).toBe(true)
    expect(answer.text).toMatch(/EACCES|permission/)
  })

  it.each([
    ['--http', (port: number) => [['--http', `--port=${port}`], {}] as const],
    ['a flag with a value', (port: number) => [['--http=true', `--port=${port}`], {}] as const],
    [
      'a variable',
      (port: number) =>
        [[`--port=${port}`], { APIFY_AGENT_TOOLS_HTTP: 'true' } as Record<string, string>] as const,
    ],
    [
      'ACTOR_WEB_SERVER_PORT',
      (port: number) => [[], { ACTOR_WEB_SERVER_PORT: `${port}` }] as const,
    ],
    ['ACTOR_STANDBY_PORT', (port: number) => [[], { ACTOR_STANDBY_PORT: `${port}` }] as const],
  ])('serves over HTTP outside of the container: %s', async (_, given) => {
    const image = await makeImage()
    const port = await freePort()
    const [args, env] = given(port)
    const { url, base, child, ended } = await image.serve([...args], { ...env })
    expect(url).toBe(`http://0.0.0.0:${port}/mcp`)
    const headers = { 'x-apify-container-server-readiness-probe': '1' }
    expect((await fetch(`${base}/`, { headers })).status).toBe(200)
    expect((await post(url, call(1, 'whoami'))).status).toBe(401)
    expect(await image.checkHealth()).toBe(0)
    // A process that hangs takes connections, but does not answer.
    child.kill('SIGSTOP')
    expect(await image.checkHealth()).toBe(1)
    child.kill('SIGCONT')
    child.kill('SIGTERM')
    expect((await ended)[0]).toBe(0)
    expect(await image.checkHealth()).toBe(1)
  })

  it('takes an address of the operator', async () => {
    const image = await makeImage()
    const port = await freePort()
    const { url } = await image.serve(['--http', '--host=127.0.0.1', `--port=${port}`])
    expect(url).toBe(`http://127.0.0.1:${port}/mcp`)
    expect(await image.checkHealth()).toBe(0)
  })

  it('is told by --http=false where the platform names a port', async () => {
    const image = await makeImage()
    const { call: ask } = await image.connect(['--http=false'], { ACTOR_STANDBY_PORT: '4321' })
    expect((await ask('whoami')).structured).toMatchObject({ mode: 'local' })
    expect(await image.checkHealth()).toBe(0)
  })

  it('runs commands, and explains a wrong flag', async () => {
    const image = await makeImage()
    expect(await image.run(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    })
    const { code, stderr } = await image.run(['--htp'])
    expect(code).not.toBe(0)
    expect(stderr).toContain('--http')
  })

  it('serves Actors of the container to nobody outside of it', async () => {
    const image = await makeImage()
    const { code, stderr } = await image.run(['--http', '--local'])
    expect(code).not.toBe(0)
    expect(stderr).toContain('must be a loopback address')
  })
})
