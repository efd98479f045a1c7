import { existsSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { buildEnvironment } from '../../../src/local/runs/environment.ts'
import { runToEnd, startPlatform } from '../../support/local-platform/platform.ts'
import { ACTOR, RUN } from '../../support/local-platform/run-objects.ts'

const OPTIONS = {
  actor: ACTOR,
  run: RUN,
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

const PRINT = `console.log('ENV' + JSON.stringify(process.env) + 'END')`

async function environmentOf(script = PRINT, query = ''): Promise<Record<string, string>> {
  const platform = await startPlatform({ script })
  const run = await runToEnd(platform, query)
  const { text } = await platform.call(`GET /v2/logs/${run.id}`)
  return JSON.parse(/ENV(.*)END/.exec(text)?.[1] ?? '')
}

test('a run gets the variables of the platform and none of the server', async () => {
  vi.stubEnv('MY_SECRET', 'secret')
  vi.stubEnv('APIFY_TOKEN', 'the-real-token')
  vi.stubEnv('NODE_OPTIONS', '')
  const environment = await environmentOf(PRINT, 'timeout=60&memory=512&maxItems=7')
  vi.unstubAllEnvs()
  expect(environment).not.toHaveProperty('MY_SECRET')
  expect(environment).not.toHaveProperty('NODE_OPTIONS')
  expect(Object.values(environment).join()).not.toContain('the-real-token')
  expect(environment).toMatchObject({
    APIFY_IS_AT_HOME: '1',
    NODE_ENV: 'production',
    PYTHONUNBUFFERED: '1',
    ACTOR_FULL_NAME: 'local/tester',
    ACTOR_MEMORY_MBYTES: '512',
    ACTOR_MAX_PAID_DATASET_ITEMS: '7',
    ACTOR_INPUT_KEY: 'INPUT',
    APIFY_ACTOR_RUN_ID: environment.ACTOR_RUN_ID,
    APIFY_DEFAULT_DATASET_ID: environment.ACTOR_DEFAULT_DATASET_ID,
  })
  const seconds = ['ACTOR_TIMEOUT_AT', 'ACTOR_STARTED_AT'].map((name) =>
    Date.parse(environment[name] ?? ''),
  )
  expect((seconds[0] ?? 0) - (seconds[1] ?? 0)).toBe(60_000)
  expect(environment.HOME).toBe(environment.TMPDIR)
  expect(existsSync(environment.HOME ?? '')).toBe(false)
})

test("a run's token is revoked when the run ends", async () => {
  const platform = await startPlatform({ script: PRINT })
  const run = await runToEnd(platform)
  const { text } = await platform.call(`GET /v2/logs/${run.id}`)
  const { APIFY_TOKEN } = JSON.parse(/ENV(.*)END/.exec(text)?.[1] ?? '')
  const headers = { authorization: `Bearer ${APIFY_TOKEN}` }
  expect((await platform.call('GET /v2/users/me', { headers })).status).toBe(401)
})

test('a run with a missing dependency fails with the command that installs it', async () => {
  const manifest = { scripts: { start: 'node main.js' }, dependencies: { 'no-such-thing': '1' } }
  const platform = await startPlatform({ files: { 'package.json': manifest } })
  const run = await runToEnd(platform)
  expect(run).toMatchObject({ status: 'FAILED', exitCode: null })
  expect(run.statusMessage).toContain('"no-such-thing" is not installed. Run "npm install" in')
  expect((await platform.call(`GET /v2/logs/${run.id}`)).text).toContain('npm install')
})

test('a start script may be any shell command', async () => {
  const start = 'echo "from the shell: $ACTOR_FULL_NAME" && exit 3'
  const platform = await startPlatform({ files: { 'package.json': { scripts: { start } } } })
  const run = await runToEnd(platform)
  expect(run).toMatchObject({ status: 'FAILED', exitCode: 3 })
  expect((await platform.call(`GET /v2/logs/${run.id}`)).text).toContain('from the shell: local/')
})

const INPUT_SCHEMA = {
  type: 'object',
  properties: {
    url: { type: 'string' },
    depth: { type: 'integer', default: 2, minimum: 0, maximum: 5 },
    mode: { type: 'string', enum: ['fast', 'slow'] },
  },
  required: ['url'],
}

test('the input gets its defaults and keeps the digits of its numbers', async () => {
  const platform = await startPlatform({ files: { '.actor/INPUT_SCHEMA.json': INPUT_SCHEMA } })
  const run = await runToEnd(platform, '', '{"url":"x","id":12345678901234567890}')
  const { text } = await platform.call(`GET /v2/actor-runs/${run.id}/key-value-store/records/INPUT`)
  expect(text).toBe('{"url":"x","id":12345678901234567890,"depth":2}')
})

test.each([
  ['{}', 'invalid-input', 'Input is not valid: Field input.url is required'],
  ['{"url":1}', 'invalid-input', 'Input is not valid: Field input.url must be string'],
  ['{"url":"x","depth":9}', 'invalid-input', 'Input is not valid: Field input.depth must be <= 5'],
  ['{"url":"x","mode":"odd"}', 'invalid-input', '"fast", "slow"'],
  ['[1]', 'input-json-not-object', 'must be a JSON object'],
  ['{"url"', 'run-input-body-not-valid-json', 'not valid JSON'],
])('the input %s is refused', async (body, type, message) => {
  const platform = await startPlatform({ files: { '.actor/INPUT_SCHEMA.json': INPUT_SCHEMA } })
  const headers = { 'content-type': 'application/json' }
  const answer = await platform.call('POST /v2/actors/~tester/runs', { body, headers })
  expect(answer).toMatchObject({ status: 400, json: { error: { type } } })
  expect(answer.json.error.message).toContain(message)
})
