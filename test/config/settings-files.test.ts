import { rm } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { runAlone } from '../support/built-program.ts'
import { connect, startHttp } from '../support/http.ts'
import { seed, serve } from '../support/seeded-server.ts'
import { writeConfig } from '../support/settings.ts'
import { startWorkers } from '../support/workers.ts'

describe('settings of file, variable and flag', () => {
  const content = { 'read-only': true, tools: ['runs', 'whoami'], 'max-run-cost-usd': 0.5 }
  const env = { APIFY_AGENT_TOOLS_MAX_RUN_COST_USD: '0.25' }

  it('hold together over stdio', async () => {
    const args = [`--config=${await writeConfig(content)}`, '--tools=whoami,storage']
    const { client, call } = await serve({ args, env })
    const { structured } = await call('whoami')
    expect(structured).toMatchObject({ mode: 'cloud', readOnly: true, maxRunCostUsd: 0.25 })
    const names = (await client.listTools()).tools.map(({ name }) => name)
    expect(names).toContain('get_dataset')
    expect(names).not.toContain('push_dataset_items')
    expect(names).not.toContain('get_run')
  })

  it('hold together over HTTP', async () => {
    const fake = await seed()
    const args = [`--config=${await writeConfig(content)}`]
    const { url } = await startHttp({ fake, args, env })
    const { client } = await connect(url, fake.token)
    const names = (await client.listTools()).tools.map(({ name }) => name)
    expect(names).toEqual(['whoami', 'get_run', 'list_runs', 'get_log'])
    const { structuredContent } = await client.callTool({ name: 'whoami', arguments: {} })
    expect(structuredContent).toMatchObject({ readOnly: true, maxRunCostUsd: 0.25 })
  })

  it('hold in each worker, also in one that starts when the file is gone', async () => {
    const file = await writeConfig({ ...content, workers: 2 })
    const server = await startWorkers({ args: ['--local', `--config=${file}`], env })
    await rm(file)
    const pids = [await server.pidOf(1), await server.pidOf(2)]
    for (const pid of pids) process.kill(pid, 'SIGKILL')
    for (const worker of [1, 2]) await server.pidOf(worker, ...pids)
    const { client } = await connect(server.url)
    const names = (await client.listTools()).tools.map(({ name }) => name)
    expect(names).toEqual(['whoami', 'get_run', 'list_runs', 'get_log'])
  })

  it.each([
    [
      [],
      { APIFY_AGENT_TOOLS_TOOLS: 'nope' },
      'APIFY_AGENT_TOOLS_TOOLS has an unknown name: "nope".',
    ],
    [
      [],
      { APIFY_AGENT_TOOLS_ACTORS: '/nope' },
      'APIFY_AGENT_TOOLS_ACTORS: "/nope" does not exist.',
    ],
    [['--config=/nope'], {}, 'The config file "/nope" does not exist.'],
    [[], { APIFY_AGENT_TOOLS_CONFIG: '/nope' }, 'Name a JSON file with APIFY_AGENT_TOOLS_CONFIG.'],
    [[], { APIFY_AGENT_TOOLS_READONLY: '1' }, 'Did you mean APIFY_AGENT_TOOLS_READ_ONLY?'],
  ])('end the server with one line if they are wrong: %j %j', async (args, env, says) => {
    const { code, stdout, stderr } = await runAlone(args, env)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(`apify-agent-tools: `)
    expect(stderr).toContain(says)
    expect(stderr.trimEnd()).not.toContain('\n')
    // What a start refuses, --print-config refuses in the same words.
    expect(await runAlone([...args, '--print-config'], env)).toEqual({ code, stdout, stderr })
  })

  it('name what is in use by where it was set', async () => {
    const { url } = await startHttp({ args: ['--local'] })
    const { port } = new URL(url)
    const args = ['--http', '--local', `--config=${await writeConfig({ port: Number(port) })}`]
    expect((await runAlone(args)).stderr).toMatch(new RegExp(`"port": ${port} in \\S+:1 is in use`))
  })

  it('are not read by commands, which --help and --version are too', async () => {
    const env = { APIFY_AGENT_TOOLS_NOPE: 'true' }
    expect((await runAlone(['--version'], env)).code).toBe(0)
    expect((await runAlone(['--help', '--config=/nope'], env)).code).toBe(0)
  })
})
