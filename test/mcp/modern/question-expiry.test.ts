import type { ServerContext } from '@modelcontextprotocol/server'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { askByRetry } from '../../../src/mcp/modern/ask-by-retry.ts'
import type { CallEnvironment } from '../../../src/tool-call/call-environment.ts'

const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities'
const CALL = ['Run it?', { question: 'Run it?', input: { a: 1 } }] as const

/** Asks as one request of a client would, with an answer and a seal if it has them. */
async function ask(action?: string, requestState?: string) {
  const mcpReq = {
    envelope: { [CAPABILITIES]: { elicitation: {} } },
    ...(action && { inputResponses: { confirm: { action, content: {} } } }),
    requestState: () => requestState,
  }
  const environment = {
    confirm: { kinds: ['paid'], fallback: 'refuse' },
    settings: { mode: 'cloud' },
    secret: () => 'apify_api_secretOfTheTest',
  }
  const { askPerson, open } = askByRetry(
    'run_actor',
    { mcpReq } as unknown as ServerContext,
    environment as unknown as CallEnvironment,
  )
  const reply = await askPerson?.(...CALL)
  return { reply, state: open()?.requestState }
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

const later = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000)

it('a yes counts within 10 minutes, and once', async () => {
  const { reply, state } = await ask()
  expect(reply).toBe('later')
  later(595)
  expect((await ask('accept', state)).reply).toBe('accept')
  expect((await ask('accept', state)).reply).toBe('later')
})

it('a yes after 10 minutes is asked for again', async () => {
  const { state } = await ask()
  later(605)
  expect((await ask('accept', state)).reply).toBe('later')
})

it.each(['decline', 'cancel'])(
  '%s spends a question as long as it could be accepted',
  async (no) => {
    const { state } = await ask()
    later(300)
    expect((await ask(no, state)).reply).toBe(no)
    for (const seconds of [1, 294, 10, 600, 1000]) {
      later(seconds)
      expect((await ask('accept', state)).reply).toBe('later')
    }
    const { state: next } = await ask()
    expect((await ask('accept', next)).reply).toBe('accept')
  },
)

it('of a yes after a no and a no after a yes, the first counts', async () => {
  const first = await ask()
  expect((await ask('accept', first.state)).reply).toBe('accept')
  expect((await ask('decline', first.state)).reply).toBe('decline')
  expect((await ask('accept', first.state)).reply).toBe('later')
})
