import { expect, it } from 'vitest'
import { FROM_WORKER } from '../../../../src/mcp/http/workers/protocol.ts'
import { createPrimary } from '../../../support/linked-workers.ts'

it('one process writes the lines of the audit log for all workers', async () => {
  const { start, auditLines } = createPrimary()
  const [one, two] = [await start(1), await start(2)]
  await one.channel.ask(FROM_WORKER.audit, 'first')
  await two.channel.ask(FROM_WORKER.audit, 'second')
  await one.channel.ask(FROM_WORKER.audit, 'third')
  expect(auditLines).toEqual(['first', 'second', 'third'])
})
