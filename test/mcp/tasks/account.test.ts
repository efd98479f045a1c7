import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type FaultyProxyOptions, startFaultyProxy } from '../../support/fake-apify/faults.ts'
import { startHttp } from '../../support/http.ts'
import { RUN } from '../../support/seeded-server.ts'
import { CALL, connectAccount, seedWorking } from '../../support/task-account.ts'
import { openLegacy } from '../../support/task-clients.ts'

const INVALID_PARAMS = -32602

describe('a task of an account', () => {
  it('is found though the answer to its start was lost, and is started once', async () => {
    const { fake, starts } = await seedWorking()
    const options: FaultyProxyOptions = {
      upstream: fake.url,
      fault: 'closed after the work',
      times: 1,
      appliesTo: ({ method }) => method === 'POST',
    }
    const proxy = await startFaultyProxy(options)
    onTestFinished(() => proxy.close())
    const { start, tasks } = await connectAccount(fake, { url: `http://127.0.0.1:${proxy.port}` })
    const { taskId } = await start('run_actor_sync', CALL)
    expect(starts('alice~crawler')).toBe(1)
    expect(taskId).toMatch(/^alice~crawler-0\./)
    expect(await tasks.getTask(taskId)).toMatchObject({ status: 'working' })
    expect((await tasks.listTasks()).tasks).toMatchObject([{ taskId }])
  })

  it('is unknown to another account that knows its id', async () => {
    const { fake } = await seedWorking()
    const { url } = await startHttp({ fake })
    const open = (token: string) =>
      openLegacy(
        new StreamableHTTPClientTransport(new URL(url), {
          requestInit: { headers: { authorization: `Bearer ${token}` } },
        }),
      )
    const [alice, bob] = [await open(fake.token), await open('apify_api_ofSomebodyElse')]
    const { taskId } = await alice.start('run_actor', CALL)
    expect(await alice.tasks.getTask(taskId)).toMatchObject({ status: 'working' })
    const before = fake.requests.length
    await expect(bob.tasks.getTask(taskId)).rejects.toMatchObject({ code: INVALID_PARAMS })
    await expect(bob.result(taskId)).rejects.toMatchObject({ code: INVALID_PARAMS })
    await expect(bob.tasks.cancelTask(taskId)).rejects.toMatchObject({ code: INVALID_PARAMS })
    expect(fake.requests).toHaveLength(before)
    expect(await alice.tasks.cancelTask(taskId)).toMatchObject({ status: 'cancelled' })
  })

  it('is unknown when its run is deleted, and an error when Apify does not answer', async () => {
    const { fake } = await seedWorking()
    const { start, tasks, result } = await connectAccount(fake)
    const { taskId } = await start('run_actor', CALL)
    let isDown = false
    fake.on('GET /v2/actor-runs/:id', (_, response) => {
      const status = isDown ? 403 : 404
      const type = isDown ? 'insufficient-permissions' : 'record-not-found'
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: { type, message: 'No.' } }))
    })
    await expect(tasks.getTask(taskId)).rejects.toMatchObject({ code: INVALID_PARAMS })
    await expect(result(taskId)).rejects.toMatchObject({ code: INVALID_PARAMS })
    isDown = true
    await expect(tasks.getTask(taskId)).rejects.toMatchObject({ code: -32603 })
  })

  it('keeps to the ceiling on its cost', async () => {
    const { fake, starts } = await seedWorking()
    const { start } = await connectAccount(fake, { args: ['--max-run-cost-usd=2'] })
    await expect(start('run_actor', { ...CALL, maxTotalChargeUsd: 2.01 })).rejects.toThrow(
      /ceiling of 2 USD/,
    )
    expect(starts('alice~crawler')).toBe(0)
    await start('run_actor', CALL)
    const sent = fake.requests.find(({ method }) => method === 'POST')
    expect(sent?.query.maxTotalChargeUsd).toBe('2')
  })

  it('says of its webhook that it will not arrive, and of its arguments what was changed', async () => {
    const { fake } = await seedWorking()
    const { start } = await connectAccount(fake)
    const webhookUrl = 'http://localhost:8080/hook'
    const { statusMessage } = await start('run_actor_sync', { ...CALL, webhookUrl, limit: 5000 })
    expect(statusMessage).toMatch(/^Run alice~crawler-0 is RUNNING: Crawled 3 pages\. /)
    expect(statusMessage).toContain('Apify cannot reach localhost')
    expect(statusMessage).toContain('`limit`')
  })

  it('says how its run is in one line, also when it is cancelled', async () => {
    const { fake } = await seedWorking()
    const { start, tasks } = await connectAccount(fake)
    const { taskId } = await start('run_actor', CALL)
    const statusMessage = 'Crawled a page. '.repeat(500)
    const run = { ...RUN, id: 'alice~crawler-0', statusMessage }
    fake.setRun({ ...run, status: 'RUNNING', finishedAt: null })
    const cancelled = await tasks.cancelTask(taskId)
    expect(cancelled.status).toBe('cancelled')
    expect(cancelled.statusMessage).toMatch(/^Run alice~crawler-0 is \w+: Crawled a page.*…$/)
    expect(cancelled.statusMessage?.length).toBeLessThan(500)
    fake.setRun(run)
    const tooLate = await tasks.cancelTask(taskId).catch(String)
    expect(tooLate).toMatch(/too late to cancel the task.*Crawled a page.*…$/)
    expect(String(tooLate).length).toBeLessThan(600)
  })

  it('is the call of a tool of an Actor, too', async () => {
    const { fake, starts } = await seedWorking()
    const args = ['--actor-tools=alice/crawler', '--tools=list_runs']
    const { client, start, result } = await connectAccount(fake, { args })
    const { tools } = await client.listTools()
    expect(tools.map(({ name, execution }) => [name, execution?.taskSupport])).toEqual([
      ['list_runs', undefined],
      ['alice--crawler', 'optional'],
    ])
    const { taskId } = await start('alice--crawler', { startUrls: [], country: 'C1' })
    expect(starts('alice~crawler')).toBe(1)
    const sent = fake.requests.find(({ method }) => method === 'POST')
    expect(JSON.parse(String(sent?.body))).toEqual({ startUrls: [], country: 'C1' })
    fake.setRun({ ...RUN, id: 'alice~crawler-0' })
    const { structuredContent } = await result(taskId)
    expect(structuredContent).toMatchObject({ run: { status: 'SUCCEEDED' }, total: 3 })
  })

  it('is waited for until its run ends, with progress', async () => {
    const { fake } = await seedWorking()
    const { client, start } = await connectAccount(fake)
    const { taskId } = await start('run_actor', CALL)
    const lines: (string | undefined)[] = []
    const params = { taskId }
    const ended = { ...RUN, id: 'alice~crawler-0' }
    const result = await client.request({ method: 'tasks/result', params }, CallToolResultSchema, {
      onprogress({ message }) {
        lines.push(message)
        fake.setRun(ended)
      },
    })
    expect(lines[0]).toBe('Run alice~crawler-0 is RUNNING: Crawled 3 pages')
    expect(result.structuredContent).toMatchObject({ status: 'SUCCEEDED' })
  })

  it('gives a result that fits the budget', async () => {
    const { fake } = await seedWorking()
    const rows = Array.from({ length: 1000 }, (_, index) => ({ index, text: 'word '.repeat(50) }))
    fake.datasets.set('data1', rows)
    const { start, result } = await connectAccount(fake, { args: ['--max-result-tokens=500'] })
    const { taskId } = await start('run_actor_sync', { ...CALL, limit: 1000 })
    fake.setRun({ ...RUN, id: 'alice~crawler-0' })
    const { content } = await result(taskId)
    expect(JSON.stringify(content).length).toBeLessThan(4000)
    expect(JSON.stringify(content)).toContain('sample')
  })
})
