import { describe, expect, it } from 'vitest'
import {
  ADDRESS,
  ANSWERS,
  ANY,
  CALLS,
  list,
  openAll,
  PASSWORD,
  SAVE,
  seedSecrets,
  WEBHOOK,
} from '../support/attack/account-secrets.ts'
import { DOORS } from '../support/attack/open-server.ts'
import { send } from '../support/fake-apify/reply.ts'
import { RUN } from '../support/seeded-server.ts'

/** Addresses that are not read, and without a request. */
const REFUSED = [
  ...['datasets/..%2fusers%2fme', 'datasets/%2e%2e/users/me', 'datasets/../users/me', '..', '%2e'],
  ...['datasets/..%252fusers%252fme', 'datasets/a%2fitems', 'datasets/a%5citems', 'datasets/a\\b'],
  ...['users/me%00', 'users/me%0d%0aHost:evil', 'users/me%20', 'users/m\u00e9', 'users//me', ''],
  ...[
    'users/me?token2=x',
    'datasets?method=DELETE',
    'datasets?METHOD=DELETE',
    'datasets?%6dethod=PUT',
  ],
  ...[
    'datasets?stream=1',
    'actor-runs/run1?waitForFinish=60',
    'logs/run1?raw=1',
    'users/me?a[b]=c',
  ],
  ...['browser-info', 'browser%2dinfo', 'browser-info/', 'tools/browser-info', 'BROWSER-INFO'],
  ...['actors/actor1/versions/0.1/env-vars', 'acts/actor1/versions/0.1/env-vars/KEY'],
  ...['actors/actor1/versions/0.1/env%2dvars', 'actors/actor1/run-sync', 'acts/a/run-sync'],
  ...['actors/a/run-sync-get-dataset-items', 'actor-tasks/t/run-sync', 'actor-runs/run1/abort'],
  ...['actor-runs/run1/resurrect', 'actor-runs/run1/metamorph', 'actor-runs/run1/charge'],
  ...['webhooks/hook1/test', 'datasets/data1#x', 'datasets/data1;v=1/items', 'v2/v2/datasets'],
  ...['key-value-stores/store1/records/a%2f..%2f..%2f..%2fusers%2fme', '/v2/users/me', '//evil/v2'],
].map((path) => `apify://api/v2/${path}`)

const ELSEWHERE = [
  'apify://api@evil.example/v2/users/me',
  'apify://evil.example/v2/users/me',
  'https://api.apify.com.evil.example/v2/users/me',
  'https://api.apify.com@evil.example/v2/users/me',
  'https://api.apify.com:444/v2/users/me',
  'https://api.apify.com\\@evil.example/v2/users/me',
  'https://api.apify.com/v2/../v1/users/me',
  'https://api.apify.com/V2/users/me',
  'http://169.254.169.254/latest/meta-data/',
  'file:///etc/passwd',
]

describe.each([DOORS[0], DOORS[3]])('$name', (door) => {
  it(`22 no resource shows a secret of the account, over ${door.name}`, async () => {
    const { ask, written } = await openAll(door, await seedSecrets())
    for (const path of Object.keys(ANSWERS)) {
      for (const uri of [`apify://api${path}`, `https://api.apify.com${path}`]) {
        const { result } = await ask('resources/read', { uri })
        expect([uri, result !== undefined]).toEqual([uri, true])
      }
    }
    expect(written()).not.toMatch(ANY)
  })

  it(`22 no budget cuts a secret so that a part of it is seen, over ${door.name}`, async () => {
    const fake = await seedSecrets()
    const notes = 'word '.repeat(4000)
    fake.on('GET /v2/users/me', (_, response) =>
      send(response, 200, { notes, proxy: { notes, password: PASSWORD } }),
    )
    fake.on('GET /v2/webhooks', (_, response) =>
      send(response, 200, list({ ...WEBHOOK, notes, requestUrl: `${ADDRESS}&n=${notes}` })),
    )
    const { ask, written } = await openAll(door, fake, '--max-result-tokens=500')
    for (const uri of ['apify://api/v2/users/me', 'apify://api/v2/webhooks'])
      expect((await ask('resources/read', { uri })).result).toBeDefined()
    expect(written()).not.toMatch(/prxpwd|hdrvalue|adrvalue/)
  })

  it(`22 no tool shows one, nor does what is logged, over ${door.name}`, async () => {
    const { call, written } = await openAll(door, await seedSecrets())
    for (const [tool, args] of CALLS) {
      const { isError, text } = await call(tool, args)
      expect([tool, isError], text).toEqual([tool, false])
    }
    expect(written()).not.toMatch(ANY)
  })

  it(`22 no error shows one, also if the API repeats what was sent, over ${door.name}`, async () => {
    const fake = await seedSecrets()
    const message = `Invalid: ${ADDRESS} with ${SAVE.headersTemplate}`
    for (const method of ['PUT', 'POST', 'DELETE'])
      fake.on(`${method} *`, (_, response) => {
        response.writeHead(400, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ error: { type: 'invalid-input', message } }))
        return undefined
      })
    const { call, written } = await openAll(door, fake)
    const created = { ...SAVE, webhookId: undefined, actorId: 'actor1', eventTypes: ['TEST'] }
    const calls: [string, object][] = [
      ['save_webhook', SAVE],
      ['save_webhook', created],
      ['save_webhook', { ...created, requestUrl: ADDRESS.replace('https', 'ftp') }],
      ['save_webhook', { ...created, eventTypes: [ADDRESS] }],
      ['delete_webhook', { webhookId: 'hook1' }],
      ['run_actor', { actorId: 'alice/crawler', webhookUrl: ADDRESS }],
    ]
    for (const [tool, args] of calls) expect((await call(tool, args)).isError).toBe(true)
    expect(written()).not.toMatch(ANY)
  })

  it(`22 no spelling of an address leads elsewhere, over ${door.name}`, async () => {
    const fake = await seedSecrets()
    const { ask, written } = await openAll(door, fake)
    fake.requests.length = 0
    for (const uri of [...REFUSED, ...ELSEWHERE])
      expect([uri, (await ask('resources/read', { uri })).error !== undefined]).toEqual([uri, true])
    expect(fake.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([])
    expect(written()).not.toMatch(ANY)
  })

  it(`22 an address that is read is a GET with the server's own token, over ${door.name}`, async () => {
    const fake = await seedSecrets()
    fake.setRun(RUN)
    const { ask } = await openAll(door, fake)
    fake.requests.length = 0
    const read = (token: string) => {
      const uri = `https://api.apify.com/v2/datasets?token=${token}&signature=x&limit=1`
      return ask('resources/read', { uri })
    }
    expect(await read('apify_api_OfSomebodyElse0123456789')).toHaveProperty('error')
    expect(await read('short')).toHaveProperty('result')
    const sent = fake.requests.map(({ method, path, query, headers }) => [
      ...[method, path, query],
      headers.authorization,
    ])
    expect(sent).toEqual([['GET', '/v2/datasets', { limit: '1' }, `Bearer ${fake.token}`]])
  })
})
