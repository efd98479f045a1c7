import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { get } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runAlone } from '../../support/built-program.ts'
import { CLIENTS_WITH_CONFIRMATION, person } from '../../support/confirmation-clients.ts'
import { connectTo } from '../../support/controls/connect.ts'
import { makeFolder } from '../../support/folder.ts'
import { call, post, startHttp } from '../../support/http.ts'
import { startIssuer } from '../../support/issuer.ts'
import { LEGACY, MODERN } from '../../support/protocol-versions.ts'
import { spendingWorld } from '../../support/spending-world.ts'
import { blocksFor } from './blocks.ts'
import { RECIPES, writeRecipe } from './recipes.ts'

const run = (maxTotalChargeUsd?: number, actorId = 'alice/crawler') => ({
  tool: 'run_actor',
  args: { actorId, ...(maxTotalChargeUsd !== undefined && { maxTotalChargeUsd }) },
})
const whoami = { tool: 'whoami', args: {} }
const put = {
  tool: 'put_record',
  args: { storeId: 'store1', recordKey: 'note', text: 'Hello' },
}
const refused = (says: string) => ({ isRefused: true, text: expect.stringContaining(says) })
const passed = { isRefused: false }

it('each recipe has a command', () => {
  const commands = blocksFor('repository/docs/recipes.test.ts').filter(({ lang }) => lang === 'sh')
  expect(commands.map(({ code }) => code)).toEqual([
    'node dist/main.js --config laptop.json',
    'node dist/main.js --config team.json',
    'node dist/main.js --config public.json',
    'node dist/main.js --config public.json --payments x402',
  ])
  expect([...RECIPES.keys()]).toEqual(['laptop.json', 'team.json', 'public.json'])
})

describe('on a laptop', () => {
  const open = CLIENTS_WITH_CONFIRMATION['client 1.x over stdio']

  it('a person confirms runs and changes, within the ceilings', async () => {
    const { fake, starts } = await spendingWorld()
    const agreeing = person(fake, 'accept')
    const args = [`--config=${await writeRecipe('laptop.json')}`]
    const ask = await open({ fake, args, person: agreeing })
    expect(await ask('get_run', { runId: 'run1' })).toMatchObject({ isError: false })
    expect(agreeing.questions).toEqual([])
    for (const _ of [1, 2, 3, 4])
      expect(await ask('run_actor', run().args)).toMatchObject({ isError: false })
    expect(agreeing.questions).toHaveLength(4)
    expect(agreeing.questions[0]).toContain('alice/crawler')
    expect(starts.map((start) => start.maxTotalChargeUsd)).toEqual([0.5, 0.5, 0.5, 0.5])
    expect((await ask('run_actor', run().args)).text).toContain('0 USD are left of the 2 USD')
    expect((await ask('run_actor', run(1).args)).text).toContain('--max-run-cost-usd')
    expect(await ask('put_record', put.args)).toMatchObject({ isError: false })
    expect((await ask('whoami', {})).structured).toMatchObject({ runsLeft: 16, usdLeft: 0 })
  })

  it('nothing runs or changes without a yes', async () => {
    const { fake, changes } = await spendingWorld()
    const path = await writeRecipe('laptop.json')
    const ask = await open({ fake, args: [`--config=${path}`], person: person(fake, 'decline') })
    const mute = await open({ fake, args: ['--config', path] })
    for (const { tool, args } of [run(), put])
      for (const client of [ask, mute]) expect((await client(tool, args)).isError).toBe(true)
    expect((await mute('run_actor', run().args)).text).toContain('cannot')
    expect(changes()).toEqual([])
    const free = await open({
      fake,
      args: [`--config=${await writeRecipe('laptop.json', ['confirm'])}`],
    })
    expect((await free('run_actor', run(1).args)).text).toContain('--max-run-cost-usd')
    expect(await free('run_actor', run().args)).toMatchObject({ isError: false })
  })
})

/** Starts the server of the team as it stands, but for the addresses that are not here. */
async function openTeam(args: string[] = []) {
  const [world, issuer, folder] = await Promise.all([spendingWorld(), startIssuer(), makeFolder()])
  const audit = join(folder, 'audit.jsonl')
  const config = await writeRecipe('team.json')
  const server = await startHttp({
    fake: world.fake,
    env: { APIFY_TOKEN: world.fake.token },
    // The line that says where it listens is less than a notice.
    args: [
      `--config=${config}`,
      `--oauth-issuer=${issuer.url}`,
      `--audit-log=${audit}`,
      '--log-level=info',
      ...args,
    ],
  })
  const url = server.url.replace('0.0.0.0', '127.0.0.1')
  const tokenFor = (scope: string, sub = 'ann') =>
    issuer.sign('https://mcp.example.com/mcp', { claims: { scope, sub } })
  const connect = async (
    scope: string,
    sub?: string,
    version: typeof LEGACY | typeof MODERN = LEGACY,
  ) =>
    connectTo(
      { url, headers: { authorization: `Bearer ${await tokenFor(scope, sub)}` } },
      { version },
    )
  return { ...world, url, connect, audit, config, tokenFor }
}

describe('a team behind a proxy', () => {
  it('has its settings from the file', async () => {
    const env = { APIFY_TOKEN: 'apify_api_test' }
    const file = await writeRecipe('team.json')
    const audit = join(await makeFolder(), 'audit.jsonl')
    const args = ['--config', file, `--audit-log=${audit}`, '--print-config']
    const { code, stdout } = await runAlone(args, env)
    expect({ code, printed: JSON.parse(stdout) }).toMatchObject({
      code: 0,
      printed: {
        settings: { 'log-level': { value: 'notice' }, workers: { value: 2 } },
        warnings: [],
      },
    })
  })

  it('admits people by their tokens, and lets each do what the scopes allow', async () => {
    const { url, fake, connect, starts, audit } = await openTeam()
    for (const token of [undefined, fake.token, 'nonsense'])
      expect((await post(url, call(1, 'whoami'), token ? { token } : {})).status).toBe(401)
    const reader = await connect('apify:read', 'rob', MODERN)
    expect(await reader.names()).toContain('get_run')
    expect(await reader.names()).not.toContain('run_actor')
    expect((await reader.call(run())).isRefused).toBe(true)
    expect((await reader.call(put)).isRefused).toBe(true)
    const ann = await connect('apify:run apify:write')
    expect(await ann.call(put)).toMatchObject(passed)
    expect(await ann.call(run(1.5))).toMatchObject(refused('--max-run-cost-usd'))
    expect(await ann.call(run(1, 'mallory/miner'))).toMatchObject(refused('--allow-actors'))
    for (const _ of [1, 2]) expect(await ann.call(run())).toMatchObject(passed)
    expect(await ann.call(run())).toMatchObject(refused('0 USD are left of the 2 USD'))
    expect((await ann.call(whoami)).structured).toMatchObject({ runsLeft: 48, usdLeft: 0 })
    const bob = await connect('apify:run', 'bob')
    expect(await bob.call(run())).toMatchObject(refused('0 USD are left of the 2 USD'))
    expect(starts.map((start) => start.maxTotalChargeUsd)).toEqual([1, 1])
    const lines = (await readFile(audit, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const started = lines.filter(({ runId }) => runId !== undefined)
    expect(started.map(({ actor, outcome }) => [actor, outcome])).toHaveLength(2)
    const spending = lines.filter(({ tool }) => tool === 'run_actor')
    expect(new Set(spending.map(({ tenant }) => tenant)).size).toBe(2)
  })

  it('is reached under its name only', async () => {
    const { url } = await openTeam()
    const statusAs = async (host: string) => {
      const [response] = await once(
        get(new URL('/healthz', url), { headers: { host } }),
        'response',
      )
      response.resume()
      return response.statusCode
    }
    expect(await statusAs('mcp.example.com')).toBe(200)
    expect(await statusAs('evil.example.com')).toBe(400)
  })

  it('shares one key and one ceiling without an authorization server', async () => {
    const { fake, starts } = await spendingWorld()
    const key = 'k'.repeat(64)
    const path = await writeRecipe('team.json', ['oauth-issuer'])
    const audit = join(await makeFolder(), 'audit.jsonl')
    const { url } = await startHttp({
      fake,
      env: { APIFY_TOKEN: fake.token, MCP_ACCESS_KEY: key },
      args: [`--config=${path}`, `--audit-log=${audit}`, '--log-level=info'],
    })
    const at = url.replace('0.0.0.0', '127.0.0.1')
    expect((await post(at, call(1, 'whoami'), { token: fake.token })).status).toBe(401)
    const open = () =>
      connectTo({ url: at, headers: { authorization: `Bearer ${key}` } }, { version: MODERN })
    const [one, two] = [await open(), await open()]
    expect(await one.call(run())).toMatchObject(passed)
    expect(await two.call(run())).toMatchObject(passed)
    expect(await one.call(run())).toMatchObject(refused('0 USD are left'))
    expect(starts).toHaveLength(2)
  })
})
