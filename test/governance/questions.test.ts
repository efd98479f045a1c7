import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, it } from 'vitest'
import { serveAsking, YES } from '../support/asking-server.ts'
import { CLIENTS_WITHOUT_CONFIRMATION } from '../support/confirmation-clients.ts'
import { startServer } from '../support/mcp-client.ts'
import { environmentOf, MAIN } from '../support/server-options.ts'
import { spendingWorld } from '../support/spending-world.ts'
import { openLegacy } from '../support/task-clients.ts'

/** Starts the built server; the person says yes to every question. */
async function serve(...args: string[]) {
  const world = await spendingWorld()
  const server = await startServer({
    fake: world.fake,
    args: ['--tools=all', '--confirm=paid,write', ...args],
    capabilities: { elicitation: {} },
  })
  const questions: string[] = []
  server.client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
    questions.push(params.message)
    return { action: 'accept', content: {} }
  })
  return { ...world, ...server, questions }
}

describe('a question', () => {
  it('names the Actor with its author, the ceiling, and what is left', async () => {
    const flags = ['--max-total-cost-usd=3', '--max-runs=5', '--max-run-cost-usd=2']
    const { call, questions } = await serve(...flags)
    await call('run_actor', { actorId: 'actor1' })
    await call('run_actor', { taskId: 'nightly', input: { depth: 1 } })
    expect(questions).toEqual([
      'Run Actor "alice/crawler" with no input of its own? It may cost at most 2 USD. Left on this server: 3 of 3 USD, 5 of 5 runs.',
      'Run task "nightly" of Actor "alice/crawler" with an input of 11 bytes? It may cost at most 2 USD. Left on this server: 1 of 3 USD, 4 of 5 runs. Input: {"depth":1}',
    ])
  })

  it('says that a run without a ceiling of its own may take all that is left', async () => {
    const { call, questions } = await serve('--max-total-cost-usd=3')
    await call('run_actor', { actorId: 'alice/crawler' })
    expect(questions).toEqual([
      'Run Actor "alice/crawler" with no input of its own? It may cost as much as is left on this server. Left on this server: 3 of 3 USD.',
    ])
  })

  it('names the Actors of a schedule', async () => {
    const { call, questions } = await serve()
    await call('save_schedule', {
      name: 'new',
      cronExpression: '@daily',
      actions: [{ actorId: 'actor2' }, { taskId: 'task1' }],
    })
    expect(questions[0]).toContain(
      'It runs Actor "mallory/miner", task "task1" of Actor "alice/crawler".',
    )
  })

  it('is not asked about an Actor that may not run', async () => {
    const { call, questions } = await serve('--deny-actors=alice/*')
    for (const args of [{ actorId: 'alice/crawler' }, { actorId: 'actor1' }, { taskId: 'task1' }])
      expect((await call('run_actor', args)).text).toContain('--deny-actors')
    expect(questions).toEqual([])
  })

  it('is asked without the name if that cannot be read', async () => {
    const { call, questions } = await serve()
    expect((await call('resurrect_run', { runId: 'nothing' })).isError).toBe(true)
    expect(questions).toEqual(['Resurrect run "nothing"? Its limit on cost, if it has one, stays.'])
  })

  it('stays answered while what is left changes', async () => {
    const { start, call, fake } = await serveAsking(['--max-runs=3'])
    const url = await start()
    const [first, second] = [{ actorId: 'alice/crawler' }, { actorId: 'actor1' }]
    const asked = [await call(url, first), await call(url, second)]
    for (const [i, input] of [first, second].entries()) {
      const again = await call(url, input, { said: YES, state: asked[i]?.state })
      expect(again.resultType).toBe('complete')
    }
    expect(fake.sent('POST /v2/actors/actor1/runs')).toHaveLength(2)
  })
})

it.each(Object.entries(CLIENTS_WITHOUT_CONFIRMATION))(
  '%s is told why it cannot be asked',
  async (_, connect) => {
    const { fake, changes } = await spendingWorld()
    const call = await connect({ fake, args: ['--confirm=paid'] })
    const { isError, text } = await call('run_actor', { actorId: 'alice/crawler' })
    expect(isError).toBe(true)
    expect(text).toContain('over HTTP the server keeps no session')
    expect(text).toContain('Use a client that speaks MCP 2026-07-28, or one over stdio')
    expect(changes()).toEqual([])
  },
)

it('a call that is a task obeys the lists and the ceilings', async () => {
  const { fake, starts } = await spendingWorld()
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [MAIN, '--deny-actors=mallory/*', '--max-runs=1'],
    env: await environmentOf({ fake }),
  })
  const { start, untilEnded, result } = await openLegacy(transport)
  const denied = start('run_actor', { actorId: 'mallory/miner' })
  const text = await denied.then(
    async ({ taskId }) => JSON.stringify([await untilEnded(taskId), await result(taskId)]),
    String,
  )
  expect(text).toContain('--deny-actors')
  expect((await start('run_actor', { actorId: 'alice/crawler' })).status).toBe('working')
  await expect(start('run_actor', { actorId: 'alice/crawler' })).rejects.toThrow('--max-runs')
  expect(starts.map(({ of }) => of)).toEqual(['actor1'])
})
