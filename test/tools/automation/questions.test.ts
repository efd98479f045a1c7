import { describe, expect, it } from 'vitest'
import { tools } from '../../../tools/index.ts'

const QUESTIONS: [tool: string, args: Record<string, unknown>, question: string][] = [
  [
    'save_task',
    { actorId: 'alice/crawler', name: 'daily', input: { depth: 2 } },
    'Create a task of Actor "alice/crawler" as "daily"? Input (11 bytes): {"depth":2}',
  ],
  [
    'save_task',
    { taskId: 'nightly', memoryMbytes: 256, isPublic: true },
    'Change memoryMbytes of task "nightly"? It becomes public on Apify.',
  ],
  [
    'delete_task',
    { taskId: 'nightly' },
    'Delete task "nightly" with its input and options? This cannot be undone.',
  ],
  [
    'save_schedule',
    {
      cronExpression: '0 8 * * 1',
      timezone: 'Europe/Prague',
      actions: [
        { actorId: 'alice/crawler', input: { depth: 2 }, maxTotalChargeUsd: 1.5 },
        { actorId: 'alice/crawler', maxTotalChargeUsd: 0.5 },
      ],
    },
    'Create a schedule? It runs at "0 8 * * 1", time zone "Europe/Prague". It runs Actor "alice/crawler", Actor "alice/crawler". Each run may cost at most 1.5 USD. Inputs: [{"depth":2}]',
  ],
  [
    'save_schedule',
    { cronExpression: '0 8 * * 1', actions: [{ taskId: 'nightly' }] },
    'Create a schedule? It runs at "0 8 * * 1", time zone "UTC". It runs task "nightly". There is no limit on the cost of each run.',
  ],
  [
    'save_schedule',
    { scheduleId: 'mornings', isEnabled: true },
    'Change isEnabled of schedule "mornings"? The limits on the cost of its runs stay as they are.',
  ],
  [
    'delete_schedule',
    { scheduleId: 'mornings' },
    'Delete schedule "mornings"? It starts no more runs. This cannot be undone.',
  ],
  [
    'save_webhook',
    {
      taskId: 'nightly',
      eventTypes: ['ACTOR.RUN.FAILED'],
      requestUrl: 'https://a.example/hook',
      payloadTemplate: '{"a":1}',
      headersTemplate: '{"X":"secret"}',
    },
    'Create a webhook of task "nightly"? It sends data to "https://a.example/hook". Events: ACTOR.RUN.FAILED. It sends headers of its own. Payload: "{\\"a\\":1}"',
  ],
  [
    'save_webhook',
    { webhookId: 'webhook1', requestUrl: 'https:\\\\a.example' },
    'Change requestUrl of webhook "webhook1"? It sends data to host "a.example", at "https:\\\\\\\\a.example".',
  ],
  [
    'delete_webhook',
    { webhookId: 'webhook1' },
    'Delete webhook "webhook1"? It sends nothing any more. This cannot be undone.',
  ],
]

/** Returns what a person is asked, with the content at the end. */
function questionOf(name: string, args: Record<string, unknown>, settings = {}): string {
  const tool = tools.find((one) => one.name === name)
  if (!tool?.confirm) throw new Error(`${name} asks nothing`)
  const input = tool.input.parse(args)
  const context = {
    settings: { mode: 'cloud', readOnly: false, maxResultTokens: 8000, ...settings },
  } as const
  const question = tool.confirm.question(input, context)
  return [question, tool.confirm.content?.(input)].filter(Boolean).join(' ')
}

describe('the question of a confirmation', () => {
  it.each(QUESTIONS)('%s %j', (tool, args, question) => {
    expect(questionOf(tool, args)).toBe(question)
  })

  it("has the operator's ceiling, and no cost on the local platform", () => {
    const call = { cronExpression: '@daily', actions: [{ taskId: 'nightly' }] }
    const ceiling = { maxRunCostUsd: 2 }
    expect(questionOf('save_schedule', call, ceiling)).toContain('may cost at most 2 USD')
    const change = { scheduleId: 'mornings', isEnabled: true }
    expect(questionOf('save_schedule', change, ceiling)).toContain('may cost at most 2 USD')
    expect(questionOf('save_schedule', call, { mode: 'local' })).toContain('at no cost')
  })
})
