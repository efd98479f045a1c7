import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { describe, expect, it } from 'vitest'
import { auditFile } from '../support/audit-lines.ts'
import { runProgram } from '../support/built-program.ts'
import { CLIENTS_WITH_CONFIRMATION, person } from '../support/confirmation-clients.ts'
import { fail } from '../support/fake-apify/apify.ts'
import { makeFolder } from '../support/folder.ts'
import { startServer } from '../support/mcp-client.ts'
import { HANDSHAKE, request, startRaw } from '../support/raw-server.ts'
import { RUN, seed, serve } from '../support/seeded-server.ts'
import { environmentOf, MAIN } from '../support/server-options.ts'
import { openLegacy } from '../support/task-clients.ts'
import { seedWaiting } from '../support/waiting-run.ts'

const START = { actorId: 'alice/crawler', input: { password: 'hunter2-hunter2' } }
const STARTED = { tool: 'run_actor', actor: 'alice/crawler', runId: 'run1' }

describe('the audit log over stdio', () => {
  it('has a line for each call that changes or spends, and none for one that reads', async () => {
    const audit = await auditFile()
    const { call, fake } = await serve({ args: [audit.arg, '--max-run-cost-usd=3'] })
    await call('get_run', { runId: 'run1' })
    await call('run_actor_sync', START)
    await call('run_actor', { ...START, maxTotalChargeUsd: 1.5 })
    await call('put_record', { storeId: 'store1', recordKey: 'private', text: fake.token })
    await call('abort_run', { runId: 'run1' })
    await call('push_dataset_items', { datasetId: 'none', items: [{ secret: 'hunter2' }] })
    await call('run_actor', { actorId: 7 })
    const done = { outcome: 'ok', usageUsd: 0.0042 }
    expect(await audit.lines()).toEqual([
      { ...STARTED, tool: 'run_actor_sync', maxTotalChargeUsd: 3, ...done },
      { ...STARTED, maxTotalChargeUsd: 1.5, ...done },
      { tool: 'put_record', outcome: 'ok' },
      { tool: 'abort_run', runId: 'run1', ...done },
      { tool: 'push_dataset_items', outcome: 'error' },
      { tool: 'run_actor', outcome: 'error' },
    ])
    for (const hidden of ['hunter2', fake.token, 'private'])
      expect(await audit.text()).not.toContain(hidden)
    expect((await stat(audit.path)).mode & 0o777).toBe(0o600)
  })

  it('says unknown of a start whose answer was lost', async () => {
    const audit = await auditFile()
    const { call, fake } = await serve({ args: [audit.arg] })
    fake.on('POST /v2/actors/:id/runs', fail(502, 'bad-gateway', 'Bad gateway.'))
    fake.on('PUT /v2/key-value-stores/:id/records/:key', fail(500, 'internal', 'Broken.'))
    await Promise.all([
      call('run_actor', START),
      call('put_record', { storeId: 'store1', recordKey: 'a', text: 'b' }),
    ])
    expect(await audit.lines()).toEqual(
      expect.arrayContaining([
        { tool: 'run_actor', actor: 'alice/crawler', outcome: 'unknown' },
        { tool: 'put_record', outcome: 'unknown' },
      ]),
    )
  }, 60_000)

  it('says ok of a start whose answer was lost, and which was found', async () => {
    const audit = await auditFile()
    const { call, fake } = await serve({ args: [audit.arg] })
    fake.on('POST /v2/actors/:id/runs', ({ headers, params }, response) => {
      fake.setRun({
        ...RUN,
        id: 'run2',
        actId: params.id,
        meta: { userAgent: headers['user-agent'] },
      })
      response.destroy()
      return undefined
    })
    await call('run_actor', START)
    expect(await audit.lines()).toEqual([
      { ...STARTED, runId: 'run2', maxTotalChargeUsd: 2, usageUsd: 0.0042, outcome: 'ok' },
    ])
  }, 60_000)

  it('names the run of a call that its client has cancelled', async () => {
    const audit = await auditFile()
    const { fake, upstream } = await seedWaiting()
    const { call } = await startServer({ fake, args: [audit.arg] })
    fake.setRun({ ...RUN, status: 'RUNNING' })
    const cancel = new AbortController()
    const waiting = call('run_actor_sync', START, { signal: cancel.signal }).catch(() => {})
    await upstream()
    cancel.abort()
    await waiting
    const cancelled = { ...STARTED, tool: 'run_actor_sync', outcome: 'cancelled' }
    await expect.poll(() => audit.lines(), { timeout: 20_000 }).toEqual([cancelled])
  }, 60_000)

  it.each(['SIGTERM', 'SIGINT'] as const)('has the calls that %s has cut off', async (signal) => {
    const audit = await auditFile()
    const { fake, upstream } = await seedWaiting()
    fake.setRun({ ...RUN, status: 'RUNNING' })
    const { child, write, exited } = await startRaw({ fake, args: [audit.arg] })
    write(...HANDSHAKE, request(2, 'tools/call', { name: 'run_actor_sync', arguments: START }))
    await upstream()
    child.kill(signal)
    expect(await exited).toMatchObject({ code: 0 })
    const cancelled = { ...STARTED, tool: 'run_actor_sync', outcome: 'cancelled' }
    expect(await audit.lines()).toEqual([cancelled])
  })

  it('is plain ASCII, so that no name ends a line or steers a terminal', async () => {
    const audit = await auditFile()
    const { call } = await serve({ args: [audit.arg] })
    const actorId = 'x\u001b[2J\u009b2J\u2028{"tool":"forged"}\u202e\u{1f600}'
    await call('run_actor', { actorId })
    expect(await audit.text()).toMatch(/^[ -~]+\n$/)
    expect(await audit.lines()).toEqual([{ tool: 'run_actor', actor: actorId, outcome: 'error' }])
  })

  it('has the Actor of a tool of its own, and nothing of its input', async () => {
    const audit = await auditFile()
    const { call } = await serve({ args: [audit.arg, '--actor-tools=alice/crawler'] })
    await call('alice--crawler', { startUrls: [{ url: 'https://hunter2.example' }], country: 'C1' })
    expect(await audit.lines()).toEqual([
      { ...STARTED, tool: 'alice--crawler', usageUsd: 0.0042, outcome: 'ok' },
    ])
  })

  it.each(Object.entries(CLIENTS_WITH_CONFIRMATION))(
    'says what a person declined, once: %s',
    async (_, connect) => {
      const audit = await auditFile()
      const fake = await seed()
      const decline = await connect({
        fake,
        args: ['--confirm=paid', audit.arg],
        person: person(fake, 'decline'),
      })
      await decline('run_actor', START)
      const [line, ...more] = await audit.lines()
      expect(more).toEqual([])
      expect(line).toMatchObject({
        tool: 'run_actor',
        actor: 'alice/crawler',
        outcome: 'declined',
      })
    },
  )

  it('has the run of a task', async () => {
    const audit = await auditFile()
    const fake = await seed()
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [MAIN, audit.arg],
      env: await environmentOf({ fake }),
    })
    const { start, result, tasks } = await openLegacy(transport)
    fake.setRun({ ...RUN, status: 'RUNNING' })
    const { taskId } = await start('run_actor_sync', START)
    await tasks.cancelTask(taskId)
    await result(taskId)
    expect(await audit.lines()).toEqual([
      { ...STARTED, tool: 'run_actor_sync', outcome: 'ok' },
      { tool: 'abort_run', runId: 'run1', usageUsd: 0.0042, outcome: 'ok' },
    ])
  })

  it('is an error at the start if it cannot be written', async () => {
    const folder = await makeFolder()
    await mkdir(join(folder, 'sub'))
    for (const path of [join(folder, 'sub'), join(folder, 'none', 'audit'), '/dev/null']) {
      const { code, stderr } = await runProgram([`--audit-log=${path}`])
      expect(stderr).toContain(`--audit-log cannot write to "${path}"`)
      expect(code).toBe(2)
    }
  })
})
