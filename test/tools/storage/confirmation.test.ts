import { expect, it } from 'vitest'
import { serveDeclined } from '../../support/declined-questions.ts'

const QUESTIONS: [tool: string, args: Record<string, unknown>, question: string][] = [
  [
    'add_requests',
    { runId: 'run1', requests: [{ url: 'https://a.example/?b' }] },
    'Add 1 request (67 bytes) to the request queue of run "run1"? Requests: [{"url":"https://a.example/?b"}]',
  ],
  [
    'delete_storage',
    { type: 'key-value-store', storageId: 'alice/notes' },
    'Delete key-value store "alice/notes" with all that is in it? This cannot be undone.',
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

it('a person is asked what a call would do, before anything is requested', async () => {
  const { call, questions, fake } = await serveDeclined()
  for (const [tool, args] of QUESTIONS) {
    const { text } = await call(tool, args)
    expect(text, tool).toContain('The person declined')
  }
  expect(questions).toEqual(QUESTIONS.map(([, , question]) => question))
  expect(fake.requests).toEqual([])
})

it('nobody is asked about a call that would be refused', async () => {
  const { call, questions, fake } = await serveDeclined()
  for (const [tool, args] of [
    ['add_requests', { queueId: 'queue1', requests: [{ url: 'ftp://a.example' }] }],
    ['add_requests', { requests: [{ url: 'https://a.example' }] }],
    ['rename_storage', { type: 'dataset', storageId: 'data1', name: '' }],
  ] as const)
    expect((await call(tool, args)).isError, tool).toBe(true)
  expect(questions).toEqual([])
  expect(fake.requests).toEqual([])
})
