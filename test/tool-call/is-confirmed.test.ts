import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ToolError } from '../../src/shared/errors.ts'
import { type ConfirmationPolicy, isConfirmed } from '../../src/tool-call/confirmation.ts'
import { defineTool, type Tool, WRITE } from '../../src/tool-call/tool.ts'

const settings = { mode: 'cloud' as const, readOnly: false, maxResultTokens: 8000 }
const BOTH: ConfirmationPolicy = { kinds: ['paid', 'write'], fallback: 'refuse' }

function toolOf(kind?: 'paid' | 'write'): Tool {
  return defineTool({
    name: 'burn',
    title: 'Burn',
    description: 'Burns money.',
    toolset: 'runs',
    annotations: WRITE,
    input: z.strictObject({ what: z.string() }),
    output: z.object({}),
    handler: async () => ({}),
    ...(kind && {
      confirm: {
        kind,
        question({ what }) {
          if (what === '') throw new ToolError('`what` is empty.', 'Name something.')
          return `Burn ${what}?`
        },
      },
    }),
  })
}

/** A person who gives one reply, and the questions that they got. */
function person(reply: 'accept' | 'decline' | 'cancel' | 'silence' | 'failure' | 'later') {
  const questions: string[] = []
  const ask = async (question: string) => {
    questions.push(question)
    return reply
  }
  return { ask, questions }
}

describe('a call that nobody must confirm', () => {
  it.each<[tool: 'paid' | 'write' | undefined, confirm: ConfirmationPolicy | undefined]>([
    [undefined, BOTH],
    ['paid', undefined],
    ['paid', { kinds: ['write'], fallback: 'refuse' }],
    ['write', { kinds: ['paid'], fallback: 'refuse' }],
  ])('runs without a question: %j under %j', async (kind, confirm) => {
    const { ask, questions } = person('decline')
    expect(await isConfirmed(toolOf(kind), { what: 'x' }, { settings, confirm }, ask)).toBe(true)
    expect(questions).toEqual([])
  })
})

describe('a call that a person must confirm', () => {
  const confirm = BOTH

  it.each([
    ['accept', true],
    ['later', false],
  ] as const)('with the reply %s may run: %j', async (reply, expected) => {
    const { ask, questions } = person(reply)
    expect(await isConfirmed(toolOf('paid'), { what: 'x' }, { settings, confirm }, ask)).toBe(
      expected,
    )
    expect(questions).toEqual(['Burn x?'])
  })

  it.each([
    ['decline', 'The person declined; nothing was started. Do not call it again'],
    ['cancel', 'The person closed the question without an answer; nothing was started. Ask them'],
    ['silence', 'The person did not answer in time; nothing was started. Ask them'],
    ['failure', 'The client did not get an answer from the person; nothing was started. Ask them'],
  ] as const)('with the reply %s is refused', async (reply, message) => {
    const call = isConfirmed(
      toolOf('paid'),
      { what: 'x' },
      { settings, confirm },
      person(reply).ask,
    )
    await expect(call).rejects.toThrow(message)
  })

  it('says that nothing was changed, if it changes data', async () => {
    const { ask } = person('decline')
    const call = isConfirmed(toolOf('write'), { what: 'x' }, { settings, confirm }, ask)
    await expect(call).rejects.toThrow('nothing was changed')
  })

  it('is refused without a question when the arguments are invalid', async () => {
    const { ask, questions } = person('accept')
    const call = isConfirmed(toolOf('paid'), { what: '' }, { settings, confirm }, ask)
    await expect(call).rejects.toThrow('`what` is empty.')
    expect(questions).toEqual([])
  })
})

describe('a client that cannot ask', () => {
  it('gets a refusal that says what to do', async () => {
    const call = isConfirmed(toolOf('paid'), { what: 'x' }, { settings, confirm: BOTH }, undefined)
    await expect(call).rejects.toThrow(
      /^`burn` needs a person to confirm it, but this client cannot ask; nothing was started\. .*--confirm-fallback=allow/,
    )
  })

  it('may call when the operator allows it, but only with valid arguments', async () => {
    const confirm: ConfirmationPolicy = { ...BOTH, fallback: 'allow' }
    const call = (what: string) =>
      isConfirmed(toolOf('paid'), { what }, { settings, confirm }, undefined)
    expect(await call('x')).toBe(true)
    await expect(call('')).rejects.toThrow('`what` is empty.')
  })
})
