import { expect, test } from 'vitest'
import type { Actor } from '../../../src/local/actors/project.ts'
import { buildEnvironment } from '../../../src/local/runs/environment.ts'
import { withoutAnsi } from '../../../src/local/runs/log.ts'
import { newRun, resurrected } from '../../../src/local/runs/new-run.ts'
import { failedToRun, outcomeOf, type Stop } from '../../../src/local/runs/outcome.ts'
import { isFinal, parseStatuses, type RunStatus } from '../../../src/local/runs/run.ts'
import { parseWebhooks } from '../../../src/local/runs/webhooks.ts'

const ACTOR: Actor = {
  id: 'actor1',
  name: 'tester',
  title: undefined,
  description: undefined,
  categories: [],
  folder: '/actors/tester',
  version: '0.1',
  buildTag: 'latest',
  buildId: 'build1',
  buildNumber: '0.1.1',
  createdAt: '2026-01-02T03:04:05.000Z',
  modifiedAt: '2026-01-02T03:04:05.000Z',
  memoryMbytes: 512,
  environment: { PLAIN: 'value', SECRET: '@secret', ACTOR_ID: 'overridden' },
  inputSchema: undefined,
  datasetSchema: undefined,
  readme: '',
  definition: {},
}

const IDS = { dataset: 'data1', store: 'store1', queue: 'queue1' }
const CHOSEN = { options: {}, userAgent: undefined, taskId: null, inputBodyLen: 7 }

test('a new run has the defaults of its Actor', () => {
  expect(newRun(ACTOR, 'run1', IDS, CHOSEN)).toMatchObject({
    id: 'run1',
    actId: 'actor1',
    buildId: 'build1',
    status: 'READY',
    options: { build: 'latest', timeoutSecs: 3600, memoryMbytes: 512, diskMbytes: 1024 },
    stats: { inputBodyLen: 7, restartCount: 0 },
    defaultDatasetId: 'data1',
    storageIds: { keyValueStores: { default: 'store1' } },
    meta: { origin: 'API', userAgent: null },
  })
})

test('a new run has the options that its caller chose', () => {
  const options = { timeoutSecs: 60, memoryMbytes: 128, diskMbytes: 256, build: '0.1.1' }
  const chosen = { ...CHOSEN, options, userAgent: 'agent', taskId: 'task1' }
  const run = newRun(ACTOR, 'run1', IDS, chosen)
  expect(run).toMatchObject({ options, actorTaskId: 'task1', meta: { userAgent: 'agent' } })
})

test('a resurrected run is ready again and keeps its storages', () => {
  const run = newRun(ACTOR, 'run1', IDS, CHOSEN)
  const finished = { ...run, status: 'FAILED', exitCode: 1, finishedAt: run.startedAt } as const
  expect(resurrected(finished, { ...ACTOR, buildNumber: '0.2.1' }, { timeoutSecs: 9 })).toEqual({
    ...run,
    buildNumber: '0.2.1',
    options: { ...run.options, timeoutSecs: 9 },
    stats: { ...run.stats, resurrectCount: 1 },
  })
})

test.each<[exitCode: number | null, stop: Stop | undefined, status: RunStatus, message: string]>([
  [0, undefined, 'SUCCEEDED', 'exited with code 0'],
  [3, undefined, 'FAILED', 'exited with code 3'],
  [143, 'abort', 'ABORTED', 'was aborted'],
  [0, 'abort', 'ABORTED', 'was aborted'],
  [137, 'timeout', 'TIMED-OUT', 'exceeded its timeout'],
  [null, 'close', 'ABORTED', 'shut down during the run'],
])('exit code %s with the stop %s is %s', (exitCode, stop, status, message) => {
  const outcome = outcomeOf(exitCode, stop)
  expect(outcome).toEqual({ status, exitCode, message: expect.stringContaining(message) })
  expect(isFinal({ ...newRun(ACTOR, 'run1', IDS, CHOSEN), status })).toBe(true)
})

test('a run that could not be started has failed with the reason', () => {
  const outcome = { status: 'FAILED', exitCode: null, message: 'why' }
  expect([failedToRun(new Error('why')), failedToRun('why')]).toEqual([outcome, outcome])
})

test('statuses are parsed, and unknown ones are refused with the known ones', () => {
  expect(parseStatuses(['RUNNING', 'TIMED-OUT'])).toEqual(['RUNNING', 'TIMED-OUT'])
  expect(() => parseStatuses(['running'])).toThrow(/"running" is not a status .* READY, RUNNING/)
})

const OPTIONS = {
  actor: ACTOR,
  run: newRun(ACTOR, 'run1', IDS, CHOSEN),
  baseUrl: 'http://127.0.0.1:4000',
  token: 'token1',
  proxy: { hostname: '127.0.0.1', port: 5000, password: 'secret1' },
  inputKey: 'INPUT',
  launchedAt: new Date('2026-01-02T03:00:00.000Z'),
  home: '/tmp/home',
}

test('the environment of a run has its variables under their new and old names', () => {
  expect(buildEnvironment(OPTIONS)).toMatchObject({
    PLAIN: 'value',
    HOME: '/tmp/home',
    APIFY_TOKEN: 'token1',
    APIFY_PROXY_PORT: '5000',
    ACTOR_ID: 'actor1',
    APIFY_ACTOR_ID: 'actor1',
    ACTOR_TIMEOUT_AT: '2026-01-02T04:00:00.000Z',
    APIFY_TIMEOUT_AT: '2026-01-02T04:00:00.000Z',
    ACTOR_EVENTS_WEBSOCKET_URL: 'ws://127.0.0.1:4000/v2/actor-runs/run1/events?token=token1',
  })
})

test('the environment of a run has no secrets, and no variables without a value', () => {
  const options = { ...OPTIONS.run.options, timeoutSecs: 0 }
  const environment = buildEnvironment({ ...OPTIONS, run: { ...OPTIONS.run, options } })
  for (const name of [
    'SECRET',
    'ACTOR_TASK_ID',
    'ACTOR_TIMEOUT_AT',
    'ACTOR_MAX_TOTAL_CHARGE_USD',
  ]) {
    expect(environment).not.toHaveProperty(name)
  }
})

test.each<[pieces: string[], text: string]>([
  [['\u001b[31mred\u001b[39m\n'], 'red\n'],
  [['\u001b[3', '1mred\u001b[39', 'm\nnext'], 'red\nnext'],
  [['plain', ' text'], 'plain text'],
  [[], ''],
])('colours are removed from %j', async (pieces, text) => {
  async function* log() {
    yield* pieces
  }
  let shown = ''
  for await (const part of withoutAnsi(log())) shown += part
  expect(shown).toBe(text)
})

const inBase64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')

test('webhooks are parsed from base64', () => {
  const webhooks = [{ eventTypes: ['ACTOR.RUN.SUCCEEDED'], requestUrl: 'https://example.com/' }]
  expect(parseWebhooks(inBase64(webhooks))).toEqual(webhooks)
  expect([parseWebhooks(undefined), parseWebhooks('')]).toEqual([[], []])
})

test.each([
  ['no JSON', 'x'],
  ['no list', inBase64({})],
  ['no events', inBase64([{ eventTypes: [], requestUrl: 'https://example.com/' }])],
  ['another protocol', inBase64([{ eventTypes: ['A'], requestUrl: 'file:///etc/passwd' }])],
])('webhooks with %s are refused', (_name, text) => {
  expect(() => parseWebhooks(text)).toThrow(
    expect.objectContaining({ status: 400, type: 'invalid-parameter' }),
  )
})
