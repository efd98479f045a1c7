import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { expect, it } from 'vitest'
import { startServer } from '../../support/mcp-client.ts'
import { seed } from '../../support/seeded-server.ts'

const QUESTIONS: [tool: string, args: Record<string, unknown>, question: string][] = [
  [
    'build_actor',
    { actorId: 'alice/crawler', version: '0.1' },
    'Build version "0.1" of Actor "alice/crawler"? There is no limit on its cost.',
  ],
  [
    'resurrect_run',
    { runId: 'run1' },
    'Resurrect run "run1"? Its limit on cost, if it has one, stays.',
  ],
  [
    'resurrect_run',
    { runId: 'run1', maxTotalChargeUsd: 0.5 },
    'Resurrect run "run1"? It may cost at most 0.5 USD.',
  ],
  [
    'add_requests',
    { runId: 'run1', requests: [{ url: 'https://a.example/?b' }] },
    'Add 1 request (67 bytes) to the request queue of run "run1"? Requests: [{"url":"https://a.example/?b"}]',
  ],
  [
    'delete_storage',
    { type: 'key-value-store', storageId: 'alice/notes' },
    'Delete key-value-store "alice/notes" with all that is in it? This cannot be undone.',
  ],
  [
    'rename_storage',
    { type: 'dataset', storageId: 'data1', name: 'a"? Approved.' },
    'Rename dataset "data1" to "a\\"? Approved."? Whatever uses its present name no longer finds it.',
  ],
  [
    'delete_record',
    { storeId: 'store1', recordKey: 'OUTPUT' },
    'Delete record "OUTPUT" of key-value store "store1"? This cannot be undone.',
  ],
]

/** Starts a server that asks; the person declines. */
async function serveAsking(...args: string[]) {
  const fake = await seed()
  const server = await startServer({
    fake,
    args: ['--tools=all', '--confirm=paid,write', ...args],
    capabilities: { elicitation: {} },
  })
  const questions: string[] = []
  server.client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
    questions.push(params.message)
    return { action: 'decline' }
  })
  return { ...server, fake, questions }
}

it('a person is asked what a call would do, before anything is requested', async () => {
  const { call, questions, fake } = await serveAsking()
  for (const [tool, args] of QUESTIONS) {
    const { text } = await call(tool, args)
    expect(text, tool).toContain('The person declined')
  }
  expect(questions).toEqual(QUESTIONS.map(([, , question]) => question))
  expect(fake.requests).toEqual([])
})

it('nobody is asked about a call that would be refused', async () => {
  const { call, questions, fake } = await serveAsking('--max-run-cost-usd=1')
  for (const [tool, args] of [
    ['resurrect_run', { runId: 'run1', maxTotalChargeUsd: 1.01 }],
    ['add_requests', { queueId: 'queue1', requests: [{ url: 'ftp://a.example' }] }],
    ['add_requests', { requests: [{ url: 'https://a.example' }] }],
    ['rename_storage', { type: 'dataset', storageId: 'data1', name: '' }],
  ] as const)
    expect((await call(tool, args)).isError, tool).toBe(true)
  expect(questions).toEqual([])
  expect(fake.requests).toEqual([])
})

it('the ceiling of the operator is part of the question', async () => {
  const { call, questions } = await serveAsking('--max-run-cost-usd=2')
  await call('resurrect_run', { runId: 'run1' })
  expect(questions).toEqual(['Resurrect run "run1"? It may cost at most 2 USD.'])
})
