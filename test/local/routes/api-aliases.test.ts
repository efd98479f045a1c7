import { describe, expect, test } from 'vitest'
import {
  hasApiDescription,
  operations,
  WITHOUT_DESCRIPTION,
} from '../../support/local-platform/api-description.ts'
import { type Connection, connect, keepCoverage } from '../../support/local-platform/client.ts'
import { runToEnd, untilLogged } from '../../support/local-platform/platform.ts'

type Step = [method: string, path: string, body?: unknown]

const REQUEST = { uniqueKey: 'a', url: 'http://a/' }
/** The id of a request is derived from its key. */
const REQUEST_ID = 'ypeBEsobvcr6wjG'

const DATASET: Step[] = [
  ['POST', '/items', [{ n: 1 }]],
  ['GET', '/items'],
  ['GET', '/statistics'],
  ['PUT', '', { name: null }],
  ['GET', ''],
  ['DELETE', ''],
]

const STORE: Step[] = [
  ['PUT', '/records/key', { a: 1 }],
  ['POST', '/records/key', { a: 2 }],
  ['GET', '/records/key'],
  ['GET', '/keys'],
  ['DELETE', '/records/key'],
  ['PUT', '', { name: null }],
  ['GET', ''],
  ['DELETE', ''],
]

const QUEUE: Step[] = [
  ['POST', '/requests', REQUEST],
  ['POST', '/requests/batch', [{ uniqueKey: 'b', url: 'http://b/' }]],
  ['GET', '/requests'],
  ['GET', `/requests/${REQUEST_ID}`],
  ['PUT', `/requests/${REQUEST_ID}`, REQUEST],
  ['GET', '/head'],
  ['POST', '/head/lock?lockSecs=60&clientKey=x'],
  ['PUT', `/requests/${REQUEST_ID}/lock?lockSecs=60&clientKey=x`],
  ['DELETE', `/requests/${REQUEST_ID}/lock?clientKey=x`],
  ['POST', '/requests/unlock?clientKey=x'],
  ['DELETE', '/requests/batch', [{ uniqueKey: 'b' }]],
  ['DELETE', `/requests/${REQUEST_ID}`],
  ['PUT', '', { name: null }],
  ['GET', ''],
  ['DELETE', ''],
]

async function newTask(request: Connection['request']) {
  const body = JSON.stringify({ actId: 'local~tester', name: 'task' })
  return (await request('POST', '/v2/actor-tasks', body)).json.data
}

const REBOOT: Step = ['POST', '/reboot']

describe('a resource with several addresses', () => {
  test.each([
    ['dataset', '/v2/datasets/', 'defaultDatasetId', DATASET],
    ['key-value-store', '/v2/key-value-stores/', 'defaultKeyValueStoreId', STORE],
    ['request-queue', '/v2/request-queues/', 'defaultRequestQueueId', QUEUE],
  ] as const)('answers alike: %s', async (kind, collection, field, steps) => {
    const { platform, request } = await connect()
    const addresses = [
      (run: Record<string, string>) => collection + run[field],
      (run: Record<string, string>) => `/v2/actor-runs/${run.id}/${kind}`,
      () => `/v2/actors/local~tester/runs/last/${kind}`,
      () => `/v2/acts/~tester/runs/last/${kind}`,
      () => `/v2/actor-tasks/~task/runs/last/${kind}`,
    ]
    await newTask(request)
    for (const address of addresses) {
      const run = await runToEnd(platform)
      await request('POST', '/v2/actor-tasks/~task/run-sync')
      const prefix = address(run)
      for (const [method, path, body] of steps) {
        const answer = await request(method, prefix + path, JSON.stringify(body))
        expect(answer.status, `${method} ${prefix}${path}: ${answer.text}`).toBeLessThan(300)
      }
    }
  })

  test('answers alike: runs', async () => {
    const { platform, request } = await connect(`console.log('up'); idle()`)
    const actor = '/v2/actors/local~tester'
    const addresses = [
      (id: string) => `/v2/actor-runs/${id}`,
      (id: string) => `${actor}/runs/${id}`,
      () => `${actor}/runs/last`,
      () => '/v2/actor-tasks/~task/runs/last',
    ]
    await newTask(request)
    for (const address of addresses) {
      const { data } = (await request('POST', '/v2/actor-tasks/~task/runs')).json
      await untilLogged(platform, data.id, 'up')
      const prefix = address(data.id)
      const steps: Step[] = [
        ['GET', ''],
        ['POST', '/metamorph?targetActorId=local~tester'],
        // The description does not have this address.
        ...(prefix.startsWith(`${actor}/runs/${data.id}`) ? [] : [REBOOT]),
        ['POST', '/abort'],
        ['GET', '?waitForFinish=60'],
      ]
      for (const [method, path] of steps) {
        const answer = await request(method, prefix + path)
        expect(answer.status, `${method} ${prefix}${path}: ${answer.text}`).toBeLessThan(300)
      }
      if (prefix.endsWith(data.id)) {
        expect((await request('POST', `${prefix}/resurrect`)).status).toBe(200)
        await request('POST', `/v2/actor-runs/${data.id}/abort`)
      }
    }
    expect((await platform.call('GET /v2/actor-runs')).json.data.total).toBe(4)
  })

  test.skipIf(!hasApiDescription)(
    `every other address that can be read matches the description${WITHOUT_DESCRIPTION}`,
    async () => {
      const { platform, request } = await connect()
      const run = await runToEnd(platform)
      const ids: Record<string, string> = {
        actorId: 'local~tester',
        runId: run.id,
        buildId: run.buildId,
        buildOrRunId: run.id,
        userId: 'local',
        actorTaskId: (await newTask(request)).id,
      }
      await request('POST', '/v2/actor-tasks/~task/run-sync')
      const paths = operations
        .filter((operation) => operation.startsWith('GET '))
        .map((operation) => operation.slice(4).replace(/\{(\w+)\}/g, (_, name) => ids[name] ?? '?'))
        .filter((path) => !path.includes('?') && !/run-sync/.test(path))
      for (const path of paths) {
        const { status, text } = await request('GET', path)
        expect([200, 501], `${path}: ${text}`).toContain(status)
      }
      expect(paths.length).toBeGreaterThan(40)
    },
  )

  keepCoverage('api-aliases.test.ts')
})
