import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { flagsBeside } from '../../../../src/mcp/http/workers/primary.ts'
import { runProgram } from '../../../support/built-program.ts'
import { answerIn, call, cancelled, openSession } from '../../../support/http.ts'
import { seed } from '../../../support/seeded-server.ts'
import { expectShutDown, WAITING } from '../../../support/waiting-run.ts'
import { isRunning, serveTwo, startWorkers } from '../../../support/workers.ts'

const CALLS = /^apify_agent_tools_calls_total\{tool="whoami",outcome="ok"\} (\d+)$/m

it.each([
  [[''], ['--v8-pool-size=1']],
  [['--max-semi-space-size=64 --v8-pool-size=2'], []],
  [['', '--v8_pool_size=4'], []],
])('beside %j a worker gets %j', (given, flags) => {
  expect(flagsBeside(given)).toEqual(flags)
})

describe('metrics', () => {
  it('are the sums of all workers, whoever answers, and never fall when a worker ends', async () => {
    const { url, token, one, two, connectTo, pidOf } = await serveTwo()
    for (const { post } of [one, two, two]) await post(url, call(1, 'whoami'), { token })
    for (const { get } of [one, two]) expect(CALLS.exec(await get('/metrics'))?.[1]).toBe('3')
    const pid = await pidOf(2)
    process.kill(pid, 'SIGKILL')
    await pidOf(2, pid)
    const again = await connectTo(2, token)
    await again.post(url, call(1, 'whoami'), { token })
    const text = await again.get('/metrics')
    expect(CALLS.exec(text)?.[1]).toBe('4')
    expect(text).toContain('apify_agent_tools_call_duration_seconds_count{tool="whoami"} 4\n')
    expect(text).toContain('apify_agent_tools_calls_in_flight 0\n')
    expect(text).not.toContain('null')
  })
})

describe('a cancel that reaches another worker', () => {
  it('ends the call', async () => {
    const { url, token, one, two, upstream } = await serveTwo()
    const headers = { ...(await openSession(url, token)), accept: 'application/json' }
    const waiting = one.post(url, call(7, 'get_run', WAITING), { token, headers })
    const { closed } = await upstream()
    expect((await two.post(url, cancelled(7), { token, headers })).status).toBe(202)
    expect(await closed).toEqual({ whole: false })
    expect(await answerIn(await waiting)).toMatchObject({ id: 7, error: { code: -32000 } })
  })

  it('ends neither of two calls with the same name', async () => {
    const { url, token, one, two, waits, connectTo, fake } = await serveTwo()
    const headers = await openSession(url, token)
    const calls = [one, two].map(({ post }) =>
      post(url, call(7, 'get_run', WAITING), { token, headers }),
    )
    await expect.poll(waits).toHaveLength(2)
    const third = await connectTo(1, token)
    expect((await third.post(url, cancelled(7), { token, headers })).status).toBe(202)
    fake.setRun({ id: 'run1', status: 'SUCCEEDED' })
    for (const answer of await Promise.all(calls))
      expect(await answerIn(answer)).toHaveProperty('result.structuredContent.status', 'SUCCEEDED')
  })
})

describe('--max-concurrency', () => {
  it('counts for all workers together, with a reserve for another tenant', async () => {
    const { url, token, one, two, waits, connectTo, fake } = await serveTwo(['--max-concurrency=2'])
    const calls = [one, two].map(({ post }) => post(url, call(1, 'get_run', WAITING), { token }))
    await expect.poll(waits).toHaveLength(2)
    for (const worker of [1, 2]) {
      const more = await connectTo(worker, 'another-tenant')
      const refused = await more.post(url, call(2, 'whoami'), { token })
      expect(refused.status).toBe(429)
      expect(refused.headers.get('retry-after')).toBe('1')
      expect(await refused.text()).toContain('already handles 2 requests')
      expect((await more.post(url, call(2, 'whoami'), { token: 'another-tenant' })).status).toBe(
        200,
      )
    }
    fake.setRun({ id: 'run1', status: 'SUCCEEDED' })
    await Promise.all(calls)
  })
})

describe('the end of the server', () => {
  it('lets calls finish or ends them with an error, and ends all workers with code 0', async () => {
    const { url, token, one, two, waits, hold, child, exited, pidOf, stdout, stderr } =
      await serveTwo()
    hold()
    const calls = [one, two].map(({ post }, id) =>
      post(url, call(id, 'get_run', WAITING), { token }),
    )
    await expect.poll(waits).toHaveLength(2)
    const pids = [await pidOf(1), await pidOf(2)]
    child.kill('SIGTERM')
    await expectShutDown(calls)
    expect(await exited).toEqual({ code: 0, signal: null })
    expect(pids.filter(isRunning)).toEqual([])
    expect(stdout()).toBe('')
    // Each line is whole, and the last lines of the workers are there.
    const lines = stderr().split('\n')
    expect(() => lines.map((line) => JSON.parse(line))).not.toThrow()
    expect(lines.filter((line) => line.includes('"get_run"'))).toHaveLength(2)
    expect(lines.filter((line) => line.includes('"listening"'))).toHaveLength(1)
  })

  it('is that of the workers, also when the primary is killed', async () => {
    const { child, exited, pidOf } = await startWorkers({ fake: await seed() })
    const pids = [await pidOf(1), await pidOf(2)]
    child.kill('SIGKILL')
    await exited
    await expect.poll(() => pids.filter(isRunning)).toEqual([])
  })
})

describe('a server that cannot start', () => {
  it('says what is wrong with its tools once, with exit code 2', async () => {
    const { code, stderr } = await runProgram(['--http', '--port=0', '--workers=2', '--tools=nope'])
    expect(code).toBe(2)
    expect(stderr.match(/nope/g)).toHaveLength(1)
  })

  it('says that its port is in use', async () => {
    const taken = createServer()
    onTestFinished(() => void taken.close())
    await once(taken.listen(0, '127.0.0.1'), 'listening')
    const address = taken.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const { code, stderr } = await runProgram(['--http', `--port=${port}`, '--workers=2'])
    expect(code).toBe(2)
    expect(stderr).toContain(`--port=${port} is in use.`)
  })
})
