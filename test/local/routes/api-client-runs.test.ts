import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { describe, expect, test } from 'vitest'
import { connect, keepCoverage } from '../../support/local-platform/client.ts'

/** An Actor that does what its input says. */
const SCRIPT = `
  const { ACTOR_DEFAULT_DATASET_ID: dataset, ACTOR_DEFAULT_KEY_VALUE_STORE_ID: store } = process.env
  const key = process.env.ACTOR_INPUT_KEY
  const path = '/key-value-stores/' + store + '/records/'
  const input = JSON.parse(await call('GET', path + key))
  const marker = await call('GET', path + 'MARKER')
  await call('PUT', path + 'MARKER', '{"been":"here"}')
  console.log('started', key, marker.includes('been') ? 'again' : 'first')
  if (input.reboot && !marker.includes('been')) {
    await call('POST', '/actor-runs/' + ACTOR_RUN_ID + '/reboot')
    idle()
  } else if (input.wait && !marker.includes('been')) {
    idle()
  } else {
    await call('POST', '/datasets/' + dataset + '/items', JSON.stringify(input.rows ?? [{ n: 1 }]))
    if (input.output) await call('PUT', path + 'OUTPUT', JSON.stringify(input.output))
    process.exit(input.exitCode ?? 0)
  }`

describe("runs, with Apify's own client and API description", () => {
  test('the user, Actors, builds and the Store', async () => {
    const { client } = await connect()
    expect(await client.user().get()).toMatchObject({ username: 'local' })
    expect(await client.user('local').get()).toMatchObject({ username: 'local' })
    expect(await client.user().limits()).toMatchObject({ current: { actorCount: 1 } })
    expect(await client.user().monthlyUsage()).toMatchObject({ dailyServiceUsages: [] })
    const { items } = await client.actors().list({ my: true })
    expect(items).toMatchObject([{ name: 'tester', username: 'local' }])
    const actor = client.actor('local/tester')
    expect(await actor.get()).toMatchObject({ id: items[0]?.id })
    expect((await client.store().list({ search: 'tester' })).items).toHaveLength(1)
    const build = await (await actor.defaultBuild()).get()
    expect(build).toMatchObject({ status: 'SUCCEEDED', actorDefinition: { name: 'tester' } })
    expect((await client.builds().list()).items).toMatchObject([{ id: build?.id }])
    expect(
      await client
        .build(build?.id ?? '')
        .log()
        .get(),
    ).toContain('no build step')
    expect(await actor.validateInput({ any: 1 })).toBe(true)
    expect(await client.actor('local/none').get()).toBeUndefined()
  })

  test('runs: start, wait, list, last, log, update and delete', async () => {
    const { client } = await connect(SCRIPT)
    const actor = client.actor('~tester')
    const options = { memory: 256, timeout: 60, maxItems: 5, build: 'latest', waitForFinish: 0 }
    const started = await actor.start({ rows: [{ n: 1 }, { n: 2 }] }, options)
    expect(started.options).toMatchObject({ memoryMbytes: 256, timeoutSecs: 60, maxItems: 5 })
    const run = await client.run(started.id).waitForFinish()
    expect(run).toMatchObject({ status: 'SUCCEEDED', exitCode: 0 })
    expect((await client.dataset(run.defaultDatasetId).listItems()).items).toHaveLength(2)
    await expect(actor.call({ exitCode: 3 }, { log: null })).resolves.toMatchObject({
      status: 'FAILED',
    })
    const { items } = await client.runs().list({ status: 'SUCCEEDED', desc: true, limit: 5 })
    expect(items).toMatchObject([{ id: run.id }])
    expect((await actor.runs().list({ startedAfter: new Date(Date.now() + 60_000) })).total).toBe(0)

    const last = actor.lastRun({ status: 'SUCCEEDED', origin: 'API' })
    expect((await last.get())?.id).toBe(run.id)
    expect((await last.dataset().listItems()).items).toEqual([{ n: 1 }, { n: 2 }])
    expect((await last.keyValueStore().getRecord('MARKER'))?.value).toEqual({ been: 'here' })
    expect((await last.requestQueue().get())?.id).toBe(run.defaultRequestQueueId)
    expect(await last.log().get()).toContain('started INPUT first')

    const statusMessage = 'Told from outside'
    const updated = await client.run(run.id).update({ statusMessage })
    expect(updated).toMatchObject({ statusMessage })
    await client.run(run.id).delete()
    expect(await client.run(run.id).get()).toBeUndefined()
  })

  test('abort and resurrect, while the log is followed', async () => {
    const { client } = await connect(SCRIPT)
    const { id } = await client.actor('~tester').start({ wait: true })
    const log = await client.run(id).log().stream()
    await new Promise((resolve) => log?.once('data', resolve))
    await expect(client.run(id).resurrect()).rejects.toThrow(/only a finished run/)
    await expect(client.run(id).delete()).rejects.toThrow(/Abort it first/)
    await client.run(id).abort({ gracefully: true })
    expect(await client.run(id).waitForFinish()).toMatchObject({ status: 'ABORTED' })
    await finished(log ?? Readable.from([]))
    const resurrected = await client.run(id).resurrect({ timeout: 99 })
    expect(resurrected).toMatchObject({ finishedAt: null, stats: { resurrectCount: 1 } })
    const run = await client.run(id).waitForFinish()
    expect(run).toMatchObject({ status: 'SUCCEEDED', options: { timeoutSecs: 99 } })
    const whole = await client.run(id).log().get()
    expect(whole).toMatch(/first.*again/s)
    await expect(client.run(id).reboot()).rejects.toThrow(/not running/)
  })

  test('reboot and metamorph keep the run and its storages', async () => {
    const { client } = await connect(SCRIPT)
    const rebooted = await client.actor('~tester').call({ reboot: true }, { log: null })
    expect(rebooted).toMatchObject({ status: 'SUCCEEDED', stats: { rebootCount: 1 } })
    const { id, defaultDatasetId } = await client.actor('~tester').start({ wait: true })
    const log = await client.run(id).log().stream()
    await new Promise((resolve) => log?.once('data', resolve))
    await client.run(id).metamorph('local/tester', { rows: [{ changed: true }] })
    expect(await client.run(id).waitForFinish()).toMatchObject({ status: 'SUCCEEDED' })
    expect(await client.run(id).log().get()).toContain('INPUT-METAMORPH-1')
    const { items } = await client.dataset(defaultDatasetId).listItems()
    expect(items).toEqual([{ changed: true }])
    await expect(client.run(id).charge({ eventName: 'x' })).rejects.toThrow(/free of charge/)
  })

  test('a run that fails is restarted a few times if asked', async () => {
    const { client } = await connect(SCRIPT)
    const run = await client
      .actor('~tester')
      .call({ exitCode: 1 }, { restartOnError: true, log: null })
    expect(run).toMatchObject({ status: 'FAILED', stats: { restartCount: 3 } })
  })

  test('a synchronous run returns the output or the items', async () => {
    const { client, request } = await connect(SCRIPT)
    const input = { output: { done: true }, rows: [{ a: 1 }, { a: 2 }] }
    const body = JSON.stringify(input)
    const output = await request('POST', '/v2/acts/local~tester/run-sync', body)
    expect([output.status, output.json]).toEqual([201, { done: true }])
    const path = '/v2/actors/~tester/run-sync-get-dataset-items'
    const items = await request('POST', `${path}?offset=1`, body)
    expect([items.status, items.json]).toEqual([201, [{ a: 2 }]])
    const csv = await request('POST', `${path}?format=csv&bom=0`, body)
    expect(csv.text).toBe('a\n1\n2\n')
    const failed = await request('POST', path, '{"exitCode":7}')
    expect([failed.status, failed.json.error.type]).toEqual([400, 'run-failed'])
    expect(failed.json.error.message).toContain('code 7')
    const silent = await request('POST', '/v2/acts/local~tester/run-sync', '{}')
    expect([silent.status, silent.text]).toEqual([201, ''])
    expect((await client.runs().list()).total).toBe(5)
  })

  test('tasks: saved input and options, which a call may override', async () => {
    const { client, request } = await connect(SCRIPT)
    const options = { memoryMbytes: 512, timeoutSecs: 77 }
    const input = { rows: [{ saved: true }], output: { of: 'task' } }
    const given = { actId: 'local/tester', name: 'my-task', options, input }
    const { id } = await client.tasks().create(given)
    await expect(client.tasks().create(given)).rejects.toThrow(/named "my-task" already/)
    expect((await client.tasks().list()).items).toMatchObject([{ id, actName: 'tester' }])
    const task = client.task('local/my-task')
    const run = await task.call({ output: { of: 'call' } }, { timeout: 66 })
    expect(run).toMatchObject({
      status: 'SUCCEEDED',
      actorTaskId: id,
      options: { memoryMbytes: 512, timeoutSecs: 66 },
    })
    const last = task.lastRun()
    expect((await last.dataset().listItems()).items).toEqual([{ saved: true }])
    expect((await last.keyValueStore().getRecord('OUTPUT'))?.value).toEqual({ of: 'call' })
    expect((await task.runs().list()).total).toBe(1)
    expect(await task.updateInput({ more: 1 })).toEqual({ ...input, more: 1 })
    expect(await task.getInput()).toEqual({ ...input, more: 1 })
    const output = await request('POST', '/v2/actor-tasks/~my-task/run-sync')
    expect([output.status, output.json]).toEqual([201, { of: 'task' }])
    const items = await request('GET', `/v2/actor-tasks/${id}/run-sync-get-dataset-items`)
    expect(items.json).toEqual([{ saved: true }])
    expect(await task.update({ name: 'renamed', title: 'New' })).toMatchObject({ title: 'New' })
    expect((await client.task('~renamed').get())?.stats).toMatchObject({ totalRuns: 3 })
    await client.task(id).delete()
    expect(await client.task(id).get()).toBeUndefined()
  })

  keepCoverage('api-client-runs.test.ts')
})
