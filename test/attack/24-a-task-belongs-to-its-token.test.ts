import { describe, expect, it, onTestFinished } from 'vitest'
import { type AttackedServer, DOORS, type Door, openServer } from '../support/attack/open-server.ts'
import type { FakeApify } from '../support/fake-apify/apify.ts'
import { startFaultyProxy } from '../support/fake-apify/faults.ts'
import { MODERN } from '../support/protocol-versions.ts'
import { CALL, seedWorking } from '../support/task-account.ts'

const KNOWS_TASKS = {
  'io.modelcontextprotocol/clientCapabilities': {
    extensions: { 'io.modelcontextprotocol/tasks': {} },
  },
}
const OTHER = 'apify_api_ofSomebodyElse'
const INVALID_PARAMS = -32602
/** Over HTTP, an empty id is missing in the header that must repeat it. */
const REFUSED = [INVALID_PARAMS, -32020]

/** Opens a server for a client that knows tasks, in the form of its revision. */
async function openTasks(door: Door, fake: Pick<FakeApify, 'url' | 'token'>, args: string[] = []) {
  const server = await openServer(door, { fake, args })
  const isModern = door.version === MODERN
  const meta = isModern ? { _meta: KNOWS_TASKS } : {}
  const ask = (method: string, params: object = {}, token?: string) =>
    server.ask(method, { ...params, ...meta }, token)
  return {
    ...server,
    ask,
    /** The requests about one task, beside those that this revision does not have. */
    methods: ['tasks/get', 'tasks/cancel', isModern ? 'tasks/update' : 'tasks/result'],
    start: (token?: string) => startTask(ask, isModern, token),
  }
}

async function startTask(ask: AttackedServer['ask'], isModern: boolean, token?: string) {
  const hint = isModern ? {} : { task: { ttl: 60_000 } }
  const params = { name: 'run_actor_sync', arguments: CALL, ...hint }
  const { result } = await ask('tools/call', params, token)
  const { taskId = '', status } = Object(isModern ? result : result?.task)
  expect(status).toBe('working')
  return String(taskId)
}

/** Returns ids that were never given out, made of one that was. */
function forgeries(id: string): string[] {
  const [run = '', label = '', seal = ''] = id.split('.')
  const relabelled = Buffer.from('["run_actor"]').toString('base64url')
  return [
    ...['', '.', '..', run, 'run1', `${run}.${label}`, `${run}.${label}.`, `${id} `, ` ${id}`],
    ...[`run1.${label}.${seal}`, `${run}.${relabelled}.${seal}`, `${run}..${seal}`],
    ...[`${run}.${label}.${'A'.repeat(18)}`, `${id}\n`, `${id}\u0000`, `${id}.${seal}`],
    ...[`${run}/../run1.${label}.${seal}`, `../users/me.${label}.${seal}`, id.toUpperCase()],
    ...[
      '__proto__',
      'constructor',
      '%2e%2e',
      `${'a.'.repeat(600)}b`,
      seal,
      `${seal}.${label}.${run}`,
    ],
  ]
}

describe.each(DOORS)('$name', (door) => {
  it(`24 a forged id is refused without a request, over ${door.name}`, async () => {
    const { fake } = await seedWorking()
    const { ask, methods, start } = await openTasks(door, fake)
    const id = await start()
    fake.requests.length = 0
    for (const method of methods) {
      for (const taskId of forgeries(id)) {
        const { error } = await ask(method, { taskId, inputResponses: {} })
        expect(REFUSED, `${method} ${taskId}`).toContain(error?.code)
        expect(error?.message.length).toBeLessThan(300)
      }
      for (const taskId of [7, null, [id], { id }, undefined])
        expect((await ask(method, { taskId })).error).toBeDefined()
    }
    expect(fake.requests).toEqual([])
    expect((await ask('tasks/get', { taskId: id })).result).toMatchObject({ status: 'working' })
  })

  it(`24 a lost answer is found and starts nothing again, over ${door.name}`, async () => {
    const { fake, starts } = await seedWorking()
    const proxy = await startFaultyProxy({
      upstream: fake.url,
      fault: 'closed after the work',
      times: 1,
      appliesTo: ({ method }) => method === 'POST',
    })
    onTestFinished(() => proxy.close())
    const url = `http://127.0.0.1:${proxy.port}`
    const { ask, start } = await openTasks(door, { token: fake.token, url })
    const taskId = await start()
    expect(starts('alice~crawler')).toBe(1)
    expect((await ask('tasks/get', { taskId })).result).toMatchObject({ status: 'working' })
    expect((await ask('tasks/cancel', { taskId })).error).toBeUndefined()
    expect((await ask('tasks/get', { taskId })).result).toMatchObject({ status: 'cancelled' })
    expect(starts('alice~crawler')).toBe(1)
  })
})

describe.each([DOORS[0], DOORS[3]])('$name', (door) => {
  it(`24 nobody ends a task whom nobody can ask, over ${door.name}`, async () => {
    const { fake } = await seedWorking()
    const { ask, start } = await openTasks(door, fake, ['--confirm=write'])
    const taskId = await start()
    expect((await ask('tasks/cancel', { taskId })).error?.message).toContain('--confirm-fallback')
    expect(fake.requests.map(({ path }) => path).filter((path) => path.endsWith('/abort'))).toEqual(
      [],
    )
    expect((await ask('tasks/get', { taskId })).result).toMatchObject({ status: 'working' })
  })
})

describe.each([DOORS[2], DOORS[3]])('$name', (door) => {
  it(`24 the id of one token is nothing to another, over ${door.name}`, async () => {
    const { fake } = await seedWorking()
    const { ask, methods, start, written } = await openTasks(door, fake)
    const taskId = await start()
    fake.requests.length = 0
    for (const method of methods) {
      const { error } = await ask(method, { taskId, inputResponses: {} }, OTHER)
      expect([method, error?.code]).toEqual([method, INVALID_PARAMS])
    }
    expect(fake.requests).toEqual([])
    const unknown = await ask('tasks/get', { taskId: 'run1.x.y' }, OTHER)
    const foreign = await ask('tasks/get', { taskId }, OTHER)
    // Nobody learns which ids there are.
    expect(foreign.error).toEqual(unknown.error)
    expect(written()).not.toContain(OTHER)
    expect((await ask('tasks/get', { taskId })).result).toMatchObject({ status: 'working' })
  })
})

it('24 the list of one token has no task of another, over HTTP, 2025-11-25', async () => {
  const { fake } = await seedWorking()
  const { ask, start } = await openTasks(DOORS[2], fake)
  const taskId = await start()
  expect((await ask('tasks/list')).result).toMatchObject({ tasks: [{ taskId }] })
  for (const cursor of [
    'x',
    '{}',
    btoa('{"offset":-1}'),
    btoa('{"offset":1e99}'),
    'A'.repeat(9000),
  ])
    expect((await ask('tasks/list', { cursor })).error?.code).toBe(INVALID_PARAMS)
  const { result, error } = await ask('tasks/list', {}, OTHER)
  expect(result).toBeUndefined()
  expect(JSON.stringify(error)).not.toContain(taskId)
})
