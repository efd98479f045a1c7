import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeFolder } from '../../support/folder.ts'
import { writeActor } from '../../support/local-platform/actor-project.ts'
import { startPlatform } from '../../support/local-platform/platform.ts'
import {
  platformIn,
  startKillable,
  untilEnded,
} from '../../support/local-platform/shared-platform.ts'

/** Says that it runs, then waits for the record GO of its key-value store. */
const PATIENT = `
  await say('waiting')
  const record = '/key-value-stores/' + process.env.ACTOR_DEFAULT_KEY_VALUE_STORE_ID + '/records/GO'
  while (!(await call('GET', record)).includes('now')) await new Promise((next) => setTimeout(next, 20))
  await call('POST', '/datasets/' + process.env.ACTOR_DEFAULT_DATASET_ID + '/items', '{"done":true}')`

type Killable = Awaited<ReturnType<typeof startKillable>>

let dir: string
let data: string
beforeEach(async () => {
  dir = await makeFolder()
  data = join(dir, 'data')
  await writeActor(join(dir, 'actor'), PATIENT)
})

const serve = () => startKillable({ args: ['--local', data, '--actors', join(dir, 'actor')] })

/** Starts a run and waits until its Actor says that it runs. */
async function startRun({ call }: Killable) {
  const { structured } = await call('run_actor', { actorId: 'local/tester' })
  const runId = String(structured.runId)
  const status = async () => (await call('get_run', { runId })).structured.statusMessage
  await expect.poll(status).toBe('waiting')
  return { runId, storeId: String(structured.storeId), datasetId: String(structured.datasetId) }
}

const go = (storeId: string) => ({ storeId, recordKey: 'GO', text: 'now' })

/** Returns a run as the next platform of the folder has it. */
async function storedRun(runId: string) {
  const { call } = await startPlatform({ dir })
  return (await call(`GET /v2/actor-runs/${runId}`)).json.data
}

describe('two servers on one folder', () => {
  it('have one platform, and see each other’s datasets, records and runs', async () => {
    const [first, second] = await Promise.all([serve(), serve()])
    const { runId, storeId, datasetId } = await startRun(first)
    expect((await second.call('list_runs')).text).toContain(runId)
    expect(await second.call('put_record', go(storeId))).toMatchObject({ isError: false })
    const ended = await first.call('get_run', { runId, waitSecs: 45 })
    expect(ended.structured).toMatchObject({ status: 'SUCCEEDED', itemCount: 1 })
    await first.call('push_dataset_items', { datasetId, items: [{ by: 'first' }] })
    const { structured } = await second.call('list_dataset_items', { datasetId })
    expect(structured.items).toEqual([{ done: true }, { by: 'first' }])
    for (const { call } of [first, second]) {
      expect((await call('whoami')).structured).toMatchObject({ dataDir: data })
    }
  })

  it('keep a run when the server that started it is killed', async () => {
    const [first, second] = await Promise.all([serve(), serve()])
    await second.call('whoami')
    const { runId, storeId } = await startRun(first)
    const { pid } = await platformIn(data)
    await first.kill()
    await second.call('put_record', go(storeId))
    const { structured } = await second.call('get_run', { runId, waitSecs: 45 })
    expect(structured).toMatchObject({ status: 'SUCCEEDED', itemCount: 1 })
    expect((await platformIn(data)).pid).toBe(pid)
  })

  it('have no platform any more soon after both are killed, and the run says why it ended', async () => {
    const servers = await Promise.all([serve(), serve()])
    const [first, second] = servers
    await second.call('whoami')
    const { runId } = await startRun(first)
    const { pid } = await platformIn(data)
    await Promise.all(servers.map((server) => server.kill()))
    await untilEnded(pid)
    await expect(platformIn(data)).rejects.toThrow('ENOENT')
    expect(await storedRun(runId)).toMatchObject({
      status: 'ABORTED',
      statusMessage: 'The local platform was shut down during the run.',
    })
  })

  it('share the next platform when theirs is killed, with all rows and records', async () => {
    const [first, second] = await Promise.all([serve(), serve()])
    await second.call('whoami')
    const { runId, storeId, datasetId } = await startRun(first)
    const items = Array.from({ length: 100 }, (_, n) => ({ n }))
    await first.call('push_dataset_items', { datasetId, items })
    await first.call('put_record', { storeId, recordKey: 'NOTE', text: 'kept' })
    const { pid } = await platformIn(data)
    process.kill(pid, 'SIGKILL')
    await untilEnded(pid)
    const pages = await Promise.all(
      [first, second].map(({ call }) => call('list_dataset_items', { datasetId, limit: 1 })),
    )
    for (const { structured } of pages) expect(structured).toMatchObject({ total: 100 })
    const next = await platformIn(data)
    expect(next.pid).not.toBe(pid)
    const record = await second.call('get_record', { storeId, recordKey: 'NOTE' })
    expect(record.structured).toMatchObject({ text: 'kept' })
    const run = await first.call('get_run', { runId })
    expect(run.structured).toMatchObject({ status: 'FAILED' })
    expect(run.structured.statusMessage).toContain('stopped during the run')
    await Promise.all([first.kill(), second.kill()])
    await untilEnded(next.pid)
  })

  it('end alone: Ctrl-C in the terminal of one leaves the other its platform', async () => {
    const [first, second] = await Promise.all([serve(), serve()])
    const { runId, storeId } = await startRun(first)
    await second.call('whoami')
    const { pid } = await platformIn(data)
    // A terminal signals the process group; the platform has its own.
    const { stdout } = await promisify(execFile)('ps', ['-o', 'pgid=', '-p', String(pid)])
    expect(Number(stdout)).toBe(pid)
    first.child.kill('SIGINT')
    expect(await first.exited).toMatchObject({ code: 0 })
    await second.call('put_record', go(storeId))
    const { structured } = await second.call('get_run', { runId, waitSecs: 45 })
    expect(structured).toMatchObject({ status: 'SUCCEEDED' })
  })
})

describe('eight servers that start at once', () => {
  it.each([
    ['an empty folder', async () => {}],
    [
      'what a killed platform left',
      async () => {
        const server = await serve()
        await server.call('whoami')
        const { pid } = await platformIn(data)
        process.kill(pid, 'SIGKILL')
        await server.kill()
        await untilEnded(pid)
      },
    ],
  ])('have one platform, with %s', async (_, prepare) => {
    await prepare()
    const servers = await Promise.all(Array.from({ length: 8 }, serve))
    const stores = await Promise.all(
      servers.map(({ call }) => call('create_storage', { type: 'dataset', name: 'shared' })),
    )
    const ids = new Set(stores.map(({ structured }) => structured.datasetId))
    expect(ids.size).toBe(1)
    const [datasetId] = ids
    await Promise.all(
      servers.map(({ call }, n) => call('push_dataset_items', { datasetId, items: [{ n }] })),
    )
    for (const { call } of servers) {
      const { structured } = await call('list_dataset_items', { datasetId })
      expect(structured).toMatchObject({ total: 8 })
    }
    const { pid } = await platformIn(data)
    await expect.poll(platformsOf).toEqual([pid])
    await Promise.all(servers.map((server) => server.kill()))
    await untilEnded(pid)
  })
})

/** Returns the processes that are, or try to be, the platform of the folder. */
async function platformsOf(): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,stat=,args='])
  const lines = stdout.split('\n').filter((line) => line.includes(`"dir":"${data}"`))
  return lines.filter((line) => !/^\s*\d+\s+Z/.test(line)).map((line) => Number.parseInt(line, 10))
}

it('a platform that nobody attaches to any more does not stop the next one', async () => {
  for (let round = 0; round < 3; round++) {
    const server = await serve()
    expect(await server.call('whoami')).toMatchObject({ isError: false })
    const exited = once(server.child, 'exit')
    server.child.stdin.end()
    await exited
  }
})
