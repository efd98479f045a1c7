import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runAlone } from '../support/built-program.ts'
import { makeFolder } from '../support/folder.ts'
import { connect, startHttp } from '../support/http.ts'
import { seed, serve } from '../support/seeded-server.ts'
import { writeConfig } from '../support/settings.ts'

/** Writes the file of Apify's command line into a new home folder, and returns that. */
async function homeWith(auth: unknown): Promise<string> {
  const home = await makeFolder('home-')
  await mkdir(join(home, '.apify'))
  const text = typeof auth === 'string' ? auth : JSON.stringify(auth)
  await writeFile(join(home, '.apify', 'auth.json'), text)
  return home
}

describe('--apify-login', () => {
  const flat = (token: string) => ({ id: 'user1', username: 'alice', token })
  const profiles = (profile: object, more: object = {}) => ({
    ...{ version: 2, activeProfile: 'user1' },
    profiles: { user1: { username: 'alice', ...profile }, user2: { token: 'another-token' } },
    ...more,
  })

  it.each([
    ['the first form', (token: string) => flat(token)],
    ['profiles', (token: string) => profiles({ token }, { token: 'older-token' })],
    ['profiles whose token has not moved yet', (token: string) => profiles({}, { token })],
  ])("takes the token of Apify's command line from a file of %s", async (_, authOf) => {
    const fake = await seed()
    const HOME = await homeWith(authOf(fake.token))
    const env = { HOME, APIFY_TOKEN: '', APIFY_API_BASE_URL: fake.url }
    const { call } = await serve({ args: ['--apify-login'], env })
    expect((await call('whoami')).structured).toMatchObject({ mode: 'cloud', username: 'alice' })
    const printed = await runAlone(['--apify-login', '--print-config'], env)
    expect(printed.stdout).not.toContain(fake.token)
    expect(JSON.parse(printed.stdout)).toMatchObject({
      settings: { 'apify-login': { value: true, from: 'flag' } },
      environment: {
        APIFY_TOKEN: { set: true, from: 'file', file: join(HOME, '.apify', 'auth.json') },
      },
    })
  })

  it('is for all clients of an HTTP server, and each of its workers, with --shared-token', async () => {
    const fake = await seed()
    const key = 'a-key-of-at-least-24-characters'
    const config = await writeConfig({ 'apify-login': true, 'shared-token': true, workers: 2 })
    const env = { HOME: await homeWith(flat(fake.token)), MCP_ACCESS_KEY: key }
    const { url } = await startHttp({ fake, args: [`--config=${config}`], env })
    const { client } = await connect(url, key)
    const { structuredContent } = await client.callTool({ name: 'whoami', arguments: {} })
    expect(structuredContent).toMatchObject({ mode: 'cloud', username: 'alice' })
  })

  it('is never used unasked', async () => {
    const HOME = await homeWith(flat('token'))
    for (const args of [[], ['--apify-login=false']]) {
      const { stdout } = await runAlone([...args, '--print-config'], { HOME })
      expect(JSON.parse(stdout)).toMatchObject({
        backend: { mode: 'local' },
        environment: { APIFY_TOKEN: { set: false } },
      })
    }
  })

  it.each<[auth: unknown, says: string]>([
    [
      {},
      '/.apify/auth.json has no token. Log in with `apify login`, or set APIFY_TOKEN in place of',
    ],
    [[], 'has no token.'],
    [{ token: 5 }, 'has no token.'],
    [flat(''), 'has no token.'],
    [profiles({}), 'has no token.'],
    ['{"token": "hidden', '/.apify/auth.json is not valid JSON. Log in'],
    [flat('hidden token'), 'has a token with characters that no token has.'],
    [{ ...profiles({}), secretsBackend: 'keyring' }, 'in the keyring of the system, not in'],
    [profiles({ secretsBackend: 'keyring' }), 'Set APIFY_TOKEN to what `apify auth token` prints'],
  ])('says what is wrong with the file, and shows none of it: %j', async (auth, says) => {
    const { code, stderr } = await runAlone(['--apify-login'], { HOME: await homeWith(auth) })
    expect(code).toBe(2)
    expect(stderr).toContain(says)
    expect(stderr).not.toContain('hidden')
  })

  it('says that nobody is logged in', async () => {
    const { code, stderr } = await runAlone(['--apify-login'])
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /auth\.json" of `apify login` does not exist\. Log in with `apify login`/,
    )
  })

  it('says that the file cannot be read', async () => {
    const HOME = await makeFolder('home-')
    await mkdir(join(HOME, '.apify', 'auth.json'), { recursive: true })
    expect(await runAlone(['--apify-login'], { HOME })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('of `apify login` is a folder. Log in with'),
    })
    const file = join(HOME, 'file')
    await writeFile(file, '')
    expect(await runAlone(['--apify-login'], { HOME: file })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('cannot be read (ENOTDIR). Log in with'),
    })
  })

  it.each([
    [['--apify-login'], { APIFY_TOKEN: 'a' }, '--apify-login and APIFY_TOKEN cannot be combined.'],
    [['--apify-login', '--local'], {}, '--apify-login and --local cannot be combined.'],
    [['--apify-login', '--http'], {}, '--apify-login works over HTTP with --shared-token only.'],
    [
      ['--http'],
      { APIFY_AGENT_TOOLS_APIFY_LOGIN: 'true' },
      'remove APIFY_AGENT_TOOLS_APIFY_LOGIN.',
    ],
    [['--apify-login=yes'], {}, '--apify-login takes true or false, not "yes".'],
  ])('is refused where it makes no sense: %j %j', async (args, env, says) => {
    const { code, stderr } = await runAlone(args, { HOME: await homeWith(flat('token')), ...env })
    expect(code).toBe(2)
    expect(stderr).toContain(says)
  })
})
