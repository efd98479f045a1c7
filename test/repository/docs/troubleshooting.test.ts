import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runAlone } from '../../support/built-program.ts'
import { fail } from '../../support/fake-apify/apify.ts'
import { makeFolder } from '../../support/folder.ts'
import { startHttp } from '../../support/http.ts'
import { writeActor } from '../../support/local-platform/actor-project.ts'
import { addressFile, platformIn } from '../../support/local-platform/shared-platform.ts'
import { startServer } from '../../support/mcp-client.ts'
import { seed, serve } from '../../support/seeded-server.ts'
import { MAIN } from '../../support/server-options.ts'
import { readPage } from './markdown.ts'

const START = 'POST /v2/actors/alice~crawler/runs'
const actorId = 'alice/crawler'

/** Returns what the built server prints if it cannot start. */
function startError(...args: string[]): string {
  const env = { PATH: process.env.PATH ?? '', HOME: '/nowhere' }
  return spawnSync(process.execPath, [MAIN, ...args], { env, encoding: 'utf8' }).stderr
}

/** Returns what an agent reads if the API answers the start of a run with a status. */
async function startAnswered(status: number): Promise<string> {
  const { call, fake } = await serve()
  fake.on(START, fail(status, 'some-type', 'Not now'))
  return (await call('run_actor', { actorId })).text
}

/** Returns what an agent reads about a local run of an Actor with this package.json. */
async function runLocally(manifest: object): Promise<string> {
  const folder = await makeFolder()
  await writeActor(folder, '', { 'package.json': manifest })
  const { call } = await startServer({ args: [`--actors=${folder}`] })
  return (await call('run_actor_sync', { actorId: 'local/tester' })).text
}

/** Starts a proxy that refuses every tunnel, and returns its URL. */
async function startProxy(): Promise<string> {
  const proxy = createServer()
  proxy.on('connect', (_, socket) => socket.end('HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n'))
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  onTestFinished(() => void proxy.close())
  const address = proxy.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

/** Each function causes the text that the page quotes, and returns the output with it. */
const CAUSES: Record<string, () => string | Promise<string>> = {
  'Unknown argument': () => startError('--unheard-of'),
  'APIFY_TOKEN is still a placeholder': async () =>
    (await runAlone([], { APIFY_TOKEN: 'your-token' })).stderr,
  'Apify did not accept the API token (401)': async () =>
    (await (await serve({ token: 'old' })).call('whoami')).text,
  'The API token is not allowed to use the': () => startAnswered(403),
  'Apify asks for payment (402)': () => startAnswered(402),
  'Apify limits the rate of requests (429)': () => startAnswered(429),
  'The API cannot be reached at': async () => {
    const { call } = await startServer({ fake: { url: 'http://127.0.0.1:9', token: 'a' } })
    return (await call('run_actor', { actorId })).text
  },
  'The proxy in HTTPS_PROXY refused the connection': async () => {
    const fake = { url: 'https://api.test', token: 'a' }
    const { call } = await startServer({ fake, env: { HTTPS_PROXY: await startProxy() } })
    return (await call('whoami')).text
  },
  'HTTPS_PROXY is not the URL of an HTTP proxy': async () => {
    const { stderr } = await startServer({ env: { HTTPS_PROXY: 'socks5://localhost:1080' } })
    return stderr()
  },
  'A run may have started anyway': async () => {
    const { call, fake } = await serve()
    fake.on(START, (_, response) => void response.destroy())
    return (await call('run_actor', { actorId })).text
  },
  'it is unknown whether items': async () => {
    const { call, fake } = await serve()
    fake.on('POST /v2/datasets/data1/items', fail(503, 'some-type', 'Not now'))
    // Without a confirmed end no time is spent on a look-up.
    fake.on('GET /v2/datasets/data1/items', fail(403, 'insufficient-permissions', 'No'))
    return (await call('push_dataset_items', { datasetId: 'data1', items: [{ a: 1 }] })).text
  },
  "is more than this server's ceiling": async () => {
    const { call } = await serve({ args: ['--max-run-cost-usd=1'] })
    return (await call('run_actor', { actorId, maxTotalChargeUsd: 2 })).text
  },
  'There is no tool': async () => {
    const { call } = await serve({ args: ['--read-only'] })
    return (await call('run_actor', { actorId })).text
  },
  'Runs happen on this machine and cost nothing': async () =>
    (await (await startServer({})).call('whoami')).text,
  'cannot be written (': async () => {
    const { call, stderr } = await startServer({ env: { XDG_DATA_HOME: '/dev/null' } })
    await call('whoami')
    return stderr()
  },
  'which this version cannot use': async () => {
    const data = await makeFolder()
    const [first, second] = [
      await startServer({ args: ['--local', data] }),
      await startServer({ args: ['--local', data] }),
    ]
    await first.call('whoami')
    const later = { ...(await platformIn(data)), protocol: 2 }
    await writeFile(addressFile(data), JSON.stringify(later))
    return (await second.call('whoami')).text
  },
  'is not installed. Run': () => runLocally({ dependencies: { 'no-such-thing': '1' } }),
  'is not built yet. Run': () =>
    runLocally({ scripts: { start: 'node dist/main.js', build: 'tsc' } }),
  'is left out': async () => {
    const { stderr } = await startServer({ fake: await seed(), args: ['--actor-tools=bob/none'] })
    await expect.poll(stderr).toContain('bob/none')
    return stderr()
  },
  'is in use. Choose another port, or 0 for a free one.': async () => {
    const { url } = await startHttp({ args: ['--local'] })
    return startError('--http', '--local', `--port=${new URL(url).port}`)
  },
  'needs a person to confirm it, but this client cannot ask': async () => {
    const { call } = await serve({ args: ['--confirm=paid'] })
    return (await call('run_actor', { actorId })).text
  },
}

describe('the texts that Troubleshooting quotes', () => {
  it.each(Object.entries(CAUSES))('%s', async (text, cause) => {
    expect(await cause()).toContain(text)
  })

  it('are these', () => {
    const rows = readPage('docs/troubleshooting.md').rows('What you see')
    const quoted = rows.flatMap(([cell = '']) => [...cell.matchAll(/"([^"]+)"/g)])
    expect(quoted.map(([, text]) => text)).toEqual(Object.keys(CAUSES))
  })
})
