import type { Progress } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, it } from 'vitest'
import { HANDSHAKE, request, startRaw } from '../../support/raw-server.ts'
import { seed, serve } from '../../support/seeded-server.ts'

const LOOK = 'GET /v2/actor-runs/run1'
const RUNNING = { id: 'run1', status: 'RUNNING', statusMessage: 'Crawled 1 page', finishedAt: null }
const ENDED = { id: 'run1', status: 'SUCCEEDED', statusMessage: 'Crawled 3 pages' }

describe('waiting for a run', () => {
  it('ends with the run, through waitForFinish', async () => {
    const { call, fake } = await serve()
    fake.setRun(RUNNING)
    const waiting = call('run_actor_sync', { actorId: 'alice/crawler' })
    const look = await fake.seen(LOOK)
    expect(Number(look.query.waitForFinish)).toBeGreaterThan(0)
    expect(Number(look.query.waitForFinish)).toBeLessThanOrEqual(60)
    fake.setRun(ENDED)
    const { structured } = await waiting
    expect(structured).toMatchObject({ run: { status: 'SUCCEEDED' }, total: 3 })
    expect(fake.sent('POST /v2/actors/alice~crawler/runs')).toHaveLength(1)
  })

  it('reports progress to a client that asks for it', async () => {
    const { call, fake } = await serve()
    fake.setRun(RUNNING)
    const reported: Progress[] = []
    const onprogress = (progress: Progress) => {
      reported.push(progress)
      if (reported.length === 1) fake.setRun(ENDED)
    }
    await call('get_run', { runId: 'run1', waitSecs: 45 }, { onprogress })
    const messages = reported.map(({ message }) => message)
    expect(messages[0]).toBe('Run run1 is RUNNING: Crawled 1 page')
    expect(reported.map(({ progress }) => progress)).toEqual(reported.map((_, i) => i + 1))
  })

  it.each([
    ['run_actor', { actorId: 'alice/crawler' }],
    ['run_actor_sync', { actorId: 'alice/crawler' }],
    ['get_run', { runId: 'run1' }],
  ])('%s says that the run is still running when the wait ends first', async (tool, args) => {
    const { call, fake } = await serve()
    fake.setRun(RUNNING)
    const { structured, text } = await call(tool, { ...args, waitSecs: 1 })
    expect(text).toContain('"runId":"run1"')
    expect(text).toContain('"status":"RUNNING"')
    expect(structured.note).toMatch(/continues/)
    expect(fake.requests.filter(({ path }) => path.endsWith('/abort'))).toEqual([])
  })

  it('does not poll faster when the response is immediate, as from a server without waitForFinish', async () => {
    const { call, fake } = await serve()
    fake.on(LOOK, (_, response) => {
      const data = { id: 'run1', status: 'RUNNING' }
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ data }))
      return undefined
    })
    await call('get_run', { runId: 'run1', waitSecs: 1 })
    expect(fake.sent(LOOK).length).toBeLessThanOrEqual(20)
  })

  it('keeps the run id when polling the run fails', async () => {
    const { call, fake } = await serve()
    fake.setRun(RUNNING)
    fake.on(LOOK, (_, response) => {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":{}}')
      return undefined
    })
    const { isError, structured } = await call('run_actor_sync', { actorId: 'alice/crawler' })
    expect(isError).toBe(false)
    expect(structured).toMatchObject({ run: { runId: 'run1', status: 'RUNNING' } })
  })
})

describe('a client that cancels', () => {
  it('closes the upstream request, and the run and the server continue', async () => {
    const { call, fake } = await serve()
    fake.setRun(RUNNING)
    const cancel = new AbortController()
    const { signal } = cancel
    const waiting = call('get_run', { runId: 'run1', waitSecs: 45 }, { signal })
    const rejected = expect(waiting).rejects.toThrow('enough')
    await expect.poll(() => fake.sent(LOOK).length).toBe(2)
    const looks = fake.sent(LOOK)
    cancel.abort(new Error('enough'))
    await rejected
    expect(await looks.at(-1)?.closed).toEqual({ whole: false })
    expect(fake.requests.filter(({ method }) => method === 'POST')).toEqual([])
    expect((await call('whoami')).structured.username).toBe('alice')
  })

  it('closes the stream of a log', async () => {
    const { call, fake } = await serve()
    fake.on('GET /v2/logs/run1', (_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' }).write('first line\n')
      return undefined
    })
    const cancel = new AbortController()
    const reading = call('get_log', { runId: 'run1' }, { signal: cancel.signal })
    const rejected = expect(reading).rejects.toThrow('enough')
    const upstream = await fake.seen('GET /v2/logs/run1')
    cancel.abort(new Error('enough'))
    await rejected
    expect(await upstream.closed).toEqual({ whole: false })
  })

  it('by disconnecting closes the upstream request', async () => {
    const fake = await seed()
    fake.setRun(RUNNING)
    const { child, write, exited } = await startRaw({ fake })
    const params = { name: 'get_run', arguments: { runId: 'run1', waitSecs: 45 } }
    write(...HANDSHAKE, request(2, 'tools/call', params))
    const look = await fake.seen(LOOK)
    child.stdin.end()
    expect(await exited).toMatchObject({ code: 0, stray: [] })
    await look.closed
  })
})
