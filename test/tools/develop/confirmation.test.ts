import { expect, it } from 'vitest'
import { serveDeclined } from '../../support/declined-questions.ts'

const QUESTIONS: [tool: string, args: Record<string, unknown>, question: string][] = [
  [
    'build_actor',
    { actorId: 'alice/crawler', version: '0.1' },
    'Build version "0.1" of Actor "alice/crawler"? There is no limit on its cost.',
  ],
  [
    'resurrect_run',
    { runId: 'run1' },
    'Resurrect run "run1" of Actor "alice/crawler"? Its limit on cost, if it has one, stays.',
  ],
  [
    'resurrect_run',
    { runId: 'run1', maxTotalChargeUsd: 0.5 },
    'Resurrect run "run1" of Actor "alice/crawler"? It may cost at most 0.5 USD.',
  ],
]

it('a person is asked what a call would do, before anything but names is requested', async () => {
  const { call, questions, fake } = await serveDeclined()
  for (const [tool, args] of QUESTIONS) {
    const { text } = await call(tool, args)
    expect(text, tool).toContain('The person declined')
  }
  expect(questions).toEqual(QUESTIONS.map(([, , question]) => question))
  expect(fake.requests.filter(({ method }) => method !== 'GET')).toEqual([])
})

it('nobody is asked about a call that would be refused', async () => {
  const { call, questions, fake } = await serveDeclined('--max-run-cost-usd=1')
  for (const [tool, args] of [
    ['resurrect_run', { runId: 'run1', maxTotalChargeUsd: 1.01 }],
  ] as const)
    expect((await call(tool, args)).isError, tool).toBe(true)
  expect(questions).toEqual([])
  expect(fake.requests).toEqual([])
})

it('the ceiling of the operator is part of the question', async () => {
  const { call, questions } = await serveDeclined('--max-run-cost-usd=2')
  await call('resurrect_run', { runId: 'run1' })
  expect(questions).toEqual([
    'Resurrect run "run1" of Actor "alice/crawler"? It may cost at most 2 USD.',
  ])
})
