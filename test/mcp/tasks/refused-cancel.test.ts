import { describe, expect, it } from 'vitest'
import { DOORS, type Door, openServer } from '../../support/attack/open-server.ts'
import { MODERN } from '../../support/protocol-versions.ts'
import { CALL, seedWorking } from '../../support/task-account.ts'

const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities'
const extensions = { 'io.modelcontextprotocol/tasks': {} }

/** Starts a task, cancels it, and returns why that was refused. */
async function refusalOf(door: Door, capabilities: object = {}) {
  const { fake } = await seedWorking()
  const { ask } = await openServer(door, { fake, args: ['--confirm=write'] })
  const isModern = door.version === MODERN
  const meta = isModern ? { _meta: { [CAPABILITIES]: { extensions, ...capabilities } } } : {}
  const start = { name: 'run_actor_sync', arguments: CALL, ...(!isModern && { task: {} }) }
  const { result } = await ask('tools/call', { ...start, ...meta })
  const { taskId } = Object(isModern ? result : result?.task)
  const { error } = await ask('tasks/cancel', { taskId, ...meta })
  expect(fake.requests.map(({ path }) => path)).not.toContainEqual(expect.stringMatching(/abort$/))
  return error?.message
}

describe('a task that a person must confirm to cancel is not cancelled', () => {
  it.each([DOORS[1], DOORS[3]])(
    'as the revision has no question for that, over $name',
    async (door) => {
      const message = await refusalOf(door, { elicitation: { form: {} } })
      expect(message).toContain('has no way to ask during `tasks/cancel`')
      expect(message).toContain('Call `abort_run` with the `runId`')
    },
  )

  it.each([DOORS[0], DOORS[1], DOORS[3]])(
    'as the client cannot ask at all, over $name',
    async (door) => {
      expect(await refusalOf(door)).toContain('but this client cannot ask; nothing was changed.')
    },
  )

  it('as the server keeps no session, over HTTP, 2025-11-25', async () => {
    expect(await refusalOf(DOORS[2])).toContain('over HTTP the server keeps no session')
  })
})
