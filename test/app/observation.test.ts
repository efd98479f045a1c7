import { describe, expect, it, onTestFinished } from 'vitest'
import { createEmbeddedServer } from '../../src/app/embedded-server.ts'
import { auditFile } from '../support/audit-lines.ts'
import { seed } from '../support/seeded-server.ts'

const START = { actorId: 'alice/crawler', input: { password: 'hunter2-hunter2' } }
const STARTED = { tool: 'run_actor', actor: 'alice/crawler', runId: 'run1' }

describe('the audit log inside another program', () => {
  it('gets the lines of calls with and without a client', async () => {
    const audit = await auditFile()
    const fake = await seed()
    const server = await createEmbeddedServer({
      token: fake.token,
      baseUrl: fake.url,
      auditLog: audit.path,
    })
    onTestFinished(() => server.close())
    await server.callTool('run_actor', START)
    await server.close()
    expect(await audit.lines()).toEqual([{ ...STARTED, usageUsd: 0.0042, outcome: 'ok' }])
  })

  it('names the option that cannot be used', async () => {
    await expect(createEmbeddedServer({ auditLog: '/none/audit' })).rejects.toThrow(
      'auditLog cannot write to "/none/audit"',
    )
  })
})
