import { describe, expect, it } from 'vitest'
import { shortDigest } from '../../../src/mcp/http/sha256.ts'
import { auditFile } from '../../support/audit-lines.ts'
import { connectModernLog } from '../../support/logging-clients.ts'
import { seed } from '../../support/seeded-server.ts'
import { serveTwo, startWorkers } from '../../support/workers.ts'

const START = { actorId: 'alice/crawler', input: { password: 'hunter2-hunter2' } }
const STARTED = { tool: 'run_actor', actor: 'alice/crawler', runId: 'run1' }

describe('the audit log over HTTP', () => {
  it('tells tenants apart as the access log does', async () => {
    const audit = await auditFile()
    const fake = await seed()
    const { call } = await connectModernLog({ fake, args: [audit.arg] }, 'HTTP')
    await call('run_actor', START)
    expect(await audit.lines()).toEqual([
      {
        ...STARTED,
        tenant: shortDigest(fake.token),
        usageUsd: 0.0042,
        outcome: 'ok',
      },
    ])
  })

  it('has whole lines of all workers, and those of calls that the end of the server cuts off', async () => {
    const audit = await auditFile()
    const { one, two, url, token, child, exited, fake } = await serveTwo([audit.arg])
    const call = (id: number, name: string, args: object) => ({
      jsonrpc: '2.0',
      id,
      method: 'tools/call',
      params: { name, arguments: args },
    })
    const put = (id: number) =>
      call(id, 'put_record', { storeId: 'store1', recordKey: `k${id}`, text: 'x' })
    for (let id = 1; id <= 5; id++)
      await Promise.all([one.post(url, put(id), { token }), two.post(url, put(id + 10), { token })])
    expect(await audit.lines()).toHaveLength(10)
    expect(fake.requests.length).toBeGreaterThan(9)
    child.kill('SIGTERM')
    expect(await exited).toMatchObject({ code: 0 })
    expect(await audit.lines()).toHaveLength(10)
  }, 60_000)

  it('is an error at the start of workers too', async () => {
    const starting = startWorkers({ args: ['--audit-log=/none/audit'] })
    await expect(starting).rejects.toThrow('--audit-log cannot write to')
  })
})
