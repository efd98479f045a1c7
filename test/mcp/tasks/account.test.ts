import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { FakeApify } from '../../support/fake-apify/apify.ts'
import { type FaultyProxyOptions, startFaultyProxy } from '../../support/fake-apify/faults.ts'
import { countStarts } from '../../support/fake-apify/starts.ts'
import { startHttp } from '../../support/http.ts'
import { RUN, seed } from '../../support/seeded-server.ts'
import { environmentOf, MAIN } from '../../support/server-options.ts'
import { openLegacy } from '../../support/task-clients.ts'

const CALL = { actorId: 'alice/crawler', input: { depth: 2 } }
const INVALID_PARAMS = -32602
const WORKING = { ...RUN, status: 'RUNNING', finishedAt: null }

interface ConnectOptions {
  args?: string[]
  onQuestion?: (question: string) => 'accept' | 'decline'
  url?: string
}

async function connect(fake: FakeApify, { args = [], onQuestion, url }: ConnectOptions = {}) {
  const env = await environmentOf({ fake: { token: fake.token, url: url ?? fake.url } })
  const program = { command: process.execPath, args: [MAIN, ...args], env }
  return openLegacy(new StdioClientTransport(program), onQuestion)
}

/** Starts a server of an account whose Actor has runs that go on. */
async function seedWorking() {
  const fake = await seed()
  return { fake, starts: countStarts(fake, WORKING) }
}

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
    const { start, tasks } = await connect(fake, { url: `http://127.0.0.1:${proxy.port}` })
    const { taskId } = await start('run_actor_sync', CALL)
    expect(starts('alice~crawler')).toBe(1)
    expect(taskId).toMatch(/^alice~crawler-0\./)
    expect(await tasks.getTask(taskId)).toMatchObject({ status: 'working' })
    expect((await tasks.listTasks()).tasks).toMatchObject([{ taskId }])
  })

  it('is none to another account that knows its id', async () => {
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

  it('is none any more when its run is deleted, and an error when Apify does not answer', async () => {
    const { fake } = await seedWorking()
    const { start, tasks, result } = await connect(fake)
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
    const { start } = await connect(fake, { args: ['--max-run-cost-usd=2'] })
    await expect(start('run_actor', { ...CALL, maxTotalChargeUsd: 2.01 })).rejects.toThrow(
      /ceiling of 2 USD/,
    )
    expect(starts('alice~crawler')).toBe(0)
    await start('run_actor', CALL)
    const sent = fake.requests.find(({ method }) => method === 'POST')
    expect(sent?.query.maxTotalChargeUsd).toBe('2')
  })

  it('is the call of a tool of an Actor, too', async () => {
    const { fake, starts } = await seedWorking()
    const args = ['--actor-tools=alice/crawler', '--tools=list_runs']
    const { client, start, result } = await connect(fake, { args })
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
    const { client, start } = await connect(fake)
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
    const { start, result } = await connect(fake, { args: ['--max-result-tokens=500'] })
    const { taskId } = await start('run_actor_sync', { ...CALL, limit: 1000 })
    fake.setRun({ ...RUN, id: 'alice~crawler-0' })
    const { content } = await result(taskId)
    expect(JSON.stringify(content).length).toBeLessThan(4000)
    expect(JSON.stringify(content)).toContain('sample')
  })
})

describe('a person', () => {
  const args = ['--confirm=paid,write']

  it('confirms the start of a task, and its end', async () => {
    const { fake, starts } = await seedWorking()
    const questions: string[] = []
    const onQuestion = (question: string) => {
      questions.push(question)
      return 'accept' as const
    }
    const { start, tasks } = await connect(fake, { args, onQuestion })
    const { taskId } = await start('run_actor_sync', CALL)
    expect(await tasks.cancelTask(taskId)).toMatchObject({ status: 'cancelled' })
    expect(questions).toEqual([
      'Run Actor "alice/crawler" with an input of 11 bytes? There is no limit on its cost. Input: {"depth":2}',
      'Abort run "alice~crawler-0"? This cannot be undone.',
    ])
    expect(starts('alice~crawler')).toBe(1)
  })

  it('who says no has nothing started and nothing aborted', async () => {
    const { fake, starts } = await seedWorking()
    let says: 'accept' | 'decline' = 'decline'
    const { start, tasks } = await connect(fake, { args, onQuestion: () => says })
    await expect(start('run_actor', CALL)).rejects.toThrow(/declined; nothing was started/)
    expect(starts('alice~crawler')).toBe(0)
    says = 'accept'
    const { taskId } = await start('run_actor', CALL)
    says = 'decline'
    await expect(tasks.cancelTask(taskId)).rejects.toThrow(/declined; nothing was changed/)
    expect(await tasks.getTask(taskId)).toMatchObject({ status: 'working' })
  })

  it('who cannot be asked has nothing started', async () => {
    const { fake, starts } = await seedWorking()
    const { start } = await connect(fake, { args })
    await expect(start('run_actor', CALL)).rejects.toThrow(/--confirm-fallback=allow/)
    expect(starts('alice~crawler')).toBe(0)
  })
})

describe('the list of tasks', () => {
  it('has each run that was started as one, page by page, and no other', async () => {
    const fake = await seed()
    const marks = ['run_actor', 'run_actor_sync'].map((name) =>
      Buffer.from(JSON.stringify([name])).toString('base64url'),
    )
    const expected: string[] = []
    for (let index = 0; index < 250; index++) {
      const mark = marks[index % 5]
      const id = `run${String(index).padStart(4, '0')}`
      if (mark) expected.unshift(`${id}.${mark}`)
      const userAgent = `apify-agent-tools/1 start/${index}${mark ? ` task/${mark}` : ''}`
      const startedAt = new Date(Date.UTC(2026, 0, 3) + index * 1000).toISOString()
      fake.setRun({ ...RUN, id, startedAt, meta: { userAgent: index % 7 ? userAgent : null } })
    }
    fake.setRun({ ...RUN, id: 'odd', meta: { userAgent: 'x task/!! task/abc' } })
    const { tasks } = await connect(fake)
    const found: string[] = []
    let cursor: string | undefined
    let pages = 0
    do {
      const page = await tasks.listTasks(cursor)
      found.push(...page.tasks.map(({ taskId }) => taskId.replace(/\.[^.]*$/, '')))
      cursor = page.nextCursor
      pages++
    } while (cursor)
    expect(pages).toBe(3)
    const known = (id: string) => Number(id.slice(3, 7)) % 7 > 0
    expect(found).toEqual(expected.filter(known))
    expect(found.length).toBeGreaterThan(50)
    const [first] = (await tasks.listTasks()).tasks
    expect(await tasks.getTask(first?.taskId ?? '')).toMatchObject({ status: 'completed' })
  })
})
