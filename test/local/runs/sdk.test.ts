import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runToEnd, untilLogged } from '../../support/local-platform/platform.ts'
import { logOf, startWithSdk } from '../../support/local-platform/sdk-platform.ts'

test('an Actor with the SDK reads its input and writes to its storages', async () => {
  const platform = await startWithSdk(`
    import { Actor } from 'apify'
    await Actor.init()
    const input = await Actor.getInput()
    await Actor.pushData([{ greeting: 'Hello ' + input.name }, { n: 2 }])
    await Actor.setValue('OUTPUT', { at: Actor.isAtHome(), user: Actor.getEnv().userId })
    const named = await Actor.openDataset('kept')
    await named.pushData({ kept: true })
    const store = await Actor.openKeyValueStore()
    await store.setValue('text', 'plain', { contentType: 'text/plain' })
    await Actor.setStatusMessage('All done')
    await Actor.exit()`)
  const run = await runToEnd(platform, '', '{"name":"World"}')
  expect(run, await logOf(platform, run.id)).toMatchObject({
    status: 'SUCCEEDED',
    statusMessage: 'All done',
  })
  const items = await platform.call(`GET /v2/actor-runs/${run.id}/dataset/items`)
  expect(items.json).toEqual([{ greeting: 'Hello World' }, { n: 2 }])
  const store = `/v2/actor-runs/${run.id}/key-value-store/records`
  expect((await platform.call(`GET ${store}/OUTPUT`)).json).toMatchObject({ at: true })
  expect((await platform.call(`GET ${store}/text`)).text).toBe('plain')
  expect((await platform.call('GET /v2/datasets/~kept/items')).json).toEqual([{ kept: true }])
})

test('an Actor with the SDK calls another one, and keeps its state over a reboot', async () => {
  const platform = await startWithSdk(`
    import { Actor } from 'apify'
    await Actor.init()
    const input = await Actor.getInput()
    if (input?.child) {
      await Actor.pushData({ child: true })
    } else if (!(await Actor.getValue('STATE'))) {
      await Actor.setValue('STATE', { before: true })
      await Actor.reboot()
    } else {
      const run = await Actor.call('local/tester', { child: true })
      const { items } = await Actor.apifyClient.dataset(run.defaultDatasetId).listItems()
      await Actor.pushData({ status: run.status, items })
    }
    await Actor.exit()`)
  const run = await runToEnd(platform)
  expect(run, await logOf(platform, run.id)).toMatchObject({
    status: 'SUCCEEDED',
    stats: { rebootCount: 1 },
  })
  const items = await platform.call(`GET /v2/actor-runs/${run.id}/dataset/items`)
  expect(items.json).toEqual([{ status: 'SUCCEEDED', items: [{ child: true }] }])
})

test('a graceful abort sends an event and leaves time to finish', async () => {
  const platform = await startWithSdk(`
    import { Actor } from 'apify'
    await Actor.init()
    Actor.on('persistState', () => console.log('PERSISTED'))
    Actor.on('systemInfo', (info) => console.log('INFO', Number.isFinite(info.memCurrentBytes)))
    Actor.on('aborting', async () => {
      await Actor.pushData({ last: 'words' })
      await Actor.exit('Aborted in good order')
    })
    console.log('READY')
    idle()`)
  const { json } = await platform.call('POST /v2/actors/~tester/runs')
  const { id } = json.data
  await untilLogged(platform, id, 'INFO true')
  await platform.call(`POST /v2/actor-runs/${id}/abort?gracefully=true`)
  const run = (await platform.call(`GET /v2/actor-runs/${id}?waitForFinish=60`)).json.data
  expect(run, await logOf(platform, id)).toMatchObject({ status: 'ABORTED', exitCode: 0 })
  expect(await logOf(platform, id)).toContain('PERSISTED')
  const items = await platform.call(`GET /v2/actor-runs/${id}/dataset/items`)
  expect(items.json).toEqual([{ last: 'words' }])
})

const TYPESCRIPT = {
  'package.json': {
    type: 'module',
    scripts: { build: 'esbuild src/main.ts --outdir=dist', start: 'node dist/main.js' },
    dependencies: { apify: '*' },
  },
  'src/main.ts': `
    import { Actor } from 'apify'
    interface Row { typed: boolean }
    await Actor.init()
    const row: Row = { typed: true }
    await Actor.pushData(row)
    await Actor.exit()`,
}

test('an Actor that is not built says how to build it, and runs once it is', async () => {
  const platform = await startWithSdk('', TYPESCRIPT)
  const unbuilt = await runToEnd(platform)
  expect(unbuilt).toMatchObject({ status: 'FAILED' })
  expect(unbuilt.statusMessage).toContain('Run "npm run build" in ')
  const { build } = await import('esbuild')
  const folder = join(platform.dir, 'actor')
  await build({ entryPoints: [join(folder, 'src/main.ts')], outdir: join(folder, 'dist') })
  const run = await runToEnd(platform)
  expect(run, await logOf(platform, run.id)).toMatchObject({ status: 'SUCCEEDED' })
  const items = await platform.call(`GET /v2/actor-runs/${run.id}/dataset/items`)
  expect(items.json).toEqual([{ typed: true }])
})

test('the proxy needs its password and the events need a token', async () => {
  const platform = await startWithSdk(`
    const { APIFY_PROXY_HOSTNAME: host, APIFY_PROXY_PORT: port } = process.env
    const { request } = await import('node:http')
    const ask = (options) => new Promise((resolve) => {
      const sent = request(options, (answer) => resolve(answer.statusCode))
      sent.on('upgrade', (answer) => resolve(answer.statusCode)).end()
    })
    console.log('PROXY', await ask({ host, port, path: 'http://proxy.apify.com/' }))
    const url = new URL(process.env.ACTOR_EVENTS_WEBSOCKET_URL.replace('ws', 'http'))
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    }
    const path = url.pathname
    const target = { host: url.hostname, port: url.port, headers }
    console.log('EVENTS', await ask({ ...target, path }), await ask({ ...target, path: path + url.search }))
    process.exit(0)`)
  const run = await runToEnd(platform)
  const log = await logOf(platform, run.id)
  expect(log).toContain('PROXY 407')
  expect(log).toContain('EVENTS 401 101')
})
