import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { countStarts } from '../../support/fake-apify/starts.ts'
import { post, startHttp } from '../../support/http.ts'
import { MODERN } from '../../support/protocol-versions.ts'
import { RUN, seed } from '../../support/seeded-server.ts'

const CALL = { actorId: 'alice/crawler', input: { depth: 2, pages: 3 } }
const YES = { action: 'accept', content: {} }

const answer = z.object({
  result: z.looseObject({
    resultType: z.string(),
    requestState: z.string().optional(),
    inputRequests: z
      .record(
        z.string(),
        z.looseObject({
          method: z.string(),
          params: z.looseObject({ message: z.string(), requestedSchema: z.unknown() }),
        }),
      )
      .optional(),
  }),
})

interface Repetition {
  said?: object
  state?: string | undefined
  token?: string
  elicitation?: object | undefined
}

/** Starts servers that ask; returns them with the calls of a client that may send any answer. */
async function serveAsking(args: string[] = []) {
  const fake = await seed()
  const starts = countStarts(fake, RUN)
  const start = async () => (await startHttp({ fake, args: ['--confirm=paid', ...args] })).url
  const call = async (url: string, input: object, repetition: Repetition = {}) => {
    const { said, state, token = fake.token, elicitation = {} } = repetition
    const params = {
      name: 'run_actor',
      arguments: input,
      _meta: {
        'io.modelcontextprotocol/protocolVersion': MODERN,
        'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1.0.0' },
        'io.modelcontextprotocol/clientCapabilities': { elicitation },
      },
      ...(said && { inputResponses: { confirm: said } }),
      ...(state && { requestState: state }),
    }
    const headers = {
      'mcp-protocol-version': MODERN,
      'mcp-method': 'tools/call',
      'mcp-name': 'run_actor',
      accept: 'application/json',
    }
    const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params }
    const { result } = answer.parse(await (await post(url, message, { token, headers })).json())
    return { ...result, state: result.requestState ?? '' }
  }
  return { fake, start, call, started: () => starts('alice~crawler') }
}

describe('a question', () => {
  it('asks only for a yes', async () => {
    const { start, call, fake } = await serveAsking()
    const asked = await call(await start(), CALL)
    expect(asked.resultType).toBe('input_required')
    expect(asked.inputRequests).toEqual({
      confirm: {
        method: 'elicitation/create',
        params: {
          mode: 'form',
          message:
            'Run Actor "alice/crawler" with an input of 21 bytes? There is no limit on its cost.',
          requestedSchema: { type: 'object', properties: {} },
        },
      },
    })
    expect(asked.state).not.toContain(fake.token)
    expect(fake.requests).toEqual([])
  })

  it('is distinct from errors in the log and the metrics', async () => {
    const { fake, call } = await serveAsking()
    const { url, base, logged } = await startHttp({ fake, args: ['--confirm=paid'] })
    await call(url, CALL)
    const { calls } = await logged(({ calls }) => calls !== undefined)
    expect(calls).toEqual([{ tool: 'run_actor', outcome: 'asked' }])
    const metrics = await (await fetch(`${base}/metrics`)).text()
    expect(metrics).toContain('calls_total{tool="run_actor",outcome="asked"} 1')
  })

  it('is not sent to a client that only shows URLs', async () => {
    const { start, call } = await serveAsking()
    const url = await start()
    expect(await call(url, CALL, { elicitation: { url: {} } })).toMatchObject({ isError: true })
    const both = await call(url, CALL, { elicitation: { url: {}, form: {} } })
    expect(both.resultType).toBe('input_required')
  })
})

describe('a yes', () => {
  it('is valid once at any replica, whatever the order of the keys', async () => {
    const { start, call, started } = await serveAsking()
    const { state } = await call(await start(), CALL)
    const other = await start()
    const reordered = { input: { pages: 3, depth: 2 }, actorId: 'alice/crawler' }
    const done = await call(other, reordered, { said: YES, state })
    expect(done).toMatchObject({ resultType: 'complete' })
    expect(done).not.toHaveProperty('isError')
    const again = await call(other, CALL, { said: YES, state })
    expect(again.resultType).toBe('input_required')
    expect(again.state).not.toBe(state)
    expect(started()).toBe(1)
  })

  it('is valid for the same call in another spelling', async () => {
    const { start, call, started } = await serveAsking()
    const url = await start()
    const { state } = await call(url, { ...CALL, taskId: null, waitSecs: '0' })
    const respelled = { ...CALL, input: JSON.stringify(CALL.input), build: '' }
    const done = await call(url, respelled, { said: YES, state })
    expect(done).toMatchObject({ resultType: 'complete' })
    expect(done).not.toHaveProperty('isError')
    expect(started()).toBe(1)
  })

  it.each<[what: string, input: object, repetition: (state: string) => Repetition]>([
    ['to another input', { ...CALL, input: { depth: 9 } }, (state) => ({ state })],
    ['to another Actor', { ...CALL, actorId: 'alice/other' }, (state) => ({ state })],
    ['to another ceiling', { ...CALL, maxTotalChargeUsd: 50 }, (state) => ({ state })],
    ['with the token of another', CALL, (state) => ({ state, token: 'apify_api_ofAnother' })],
    ['that was never asked for', CALL, () => ({})],
    ['with a seal that is none', CALL, () => ({ state: 'v1.e30.AAAA' })],
    ['with a seal that was changed', CALL, (state) => ({ state: `${state.slice(0, -3)}AAA` })],
    ['with text for a seal', CALL, () => ({ state: 'yes' })],
  ])('is asked for again: %s', async (_, input, repetition) => {
    const { start, call, fake } = await serveAsking()
    const url = await start()
    const { state } = await call(url, CALL)
    const asked = await call(url, input, { said: YES, ...repetition(state) })
    expect(asked.resultType).toBe('input_required')
    expect(asked.inputRequests).toHaveProperty('confirm')
    expect(fake.requests).toEqual([])
  })

  it('is asked for again when given for another server’s ceiling', async () => {
    const { start, call, fake } = await serveAsking()
    const { state } = await call(await start(), CALL)
    const dearer = (await startHttp({ fake, args: ['--confirm=paid', '--max-run-cost-usd=9'] })).url
    const asked = await call(dearer, CALL, { said: YES, state })
    expect(asked.resultType).toBe('input_required')
    expect(fake.requests).toEqual([])
  })
})

it.each([
  { action: 'agree' },
  { action: 'ACCEPT' },
  { content: { confirm: true } },
  { method: 'elicitation/create', result: YES },
])('%j is not a yes', async (said) => {
  const { start, call, fake } = await serveAsking()
  const url = await start()
  const { state } = await call(url, CALL)
  expect((await call(url, CALL, { said, state })).resultType).toBe('input_required')
  expect(fake.requests).toEqual([])
})

describe.each(['decline', 'cancel'])('after %s', (action) => {
  const NO = { action }

  it('a yes with the same seal is asked for again', async () => {
    const { start, call, fake } = await serveAsking()
    const url = await start()
    const { state } = await call(url, CALL)
    expect(await call(url, CALL, { said: NO, state })).toMatchObject({ isError: true })
    expect((await call(url, CALL, { said: YES, state })).resultType).toBe('input_required')
    expect(fake.requests).toEqual([])
  })

  it('a yes with the same seal is asked for again, whatever call the no came with', async () => {
    const { start, call, fake } = await serveAsking()
    const url = await start()
    const { state } = await call(url, CALL)
    await call(url, { actorId: 'alice/other' }, { said: NO, state })
    expect((await call(url, CALL, { said: YES, state })).resultType).toBe('input_required')
    expect(fake.requests).toEqual([])
  })

  it('a yes to a later question counts', async () => {
    const { start, call, started } = await serveAsking()
    const url = await start()
    const { state } = await call(url, CALL)
    await call(url, CALL, { said: NO, state })
    const asked = await call(url, CALL, { said: YES, state })
    const done = await call(url, CALL, { said: YES, state: asked.state })
    expect(done).not.toHaveProperty('isError')
    expect(started()).toBe(1)
  })

  it('of a question that was accepted, nothing runs again', async () => {
    const { start, call, started } = await serveAsking()
    const url = await start()
    const { state } = await call(url, CALL)
    await call(url, CALL, { said: YES, state })
    expect(await call(url, CALL, { said: NO, state })).toMatchObject({ isError: true })
    expect((await call(url, CALL, { said: YES, state })).resultType).toBe('input_required')
    expect(started()).toBe(1)
  })
})

it('of two answers at once, one counts', async () => {
  const { start, call, started } = await serveAsking()
  const url = await start()
  const { state } = await call(url, CALL)
  const answers = Array.from({ length: 5 }, () => call(url, CALL, { said: YES, state }))
  const types = (await Promise.all(answers)).map(({ resultType }) => resultType)
  expect(types.filter((type) => type === 'complete')).toHaveLength(1)
  expect(started()).toBe(1)
})

it('a no needs no signed state', async () => {
  const { start, call, fake } = await serveAsking()
  const refused = await call(await start(), CALL, { said: { action: 'decline' } })
  expect(refused).toMatchObject({ resultType: 'complete', isError: true })
  expect(fake.requests).toEqual([])
})

it('without an account, questions stay valid when the platform starts', async () => {
  const { call } = await serveAsking()
  const { url } = await startHttp({ args: ['--local', '--confirm=paid'] })
  const [first, second] = [{ actorId: 'local/none' }, { actorId: 'local/neither' }]
  const asked = [await call(url, first), await call(url, second)]
  expect(asked[0]?.inputRequests?.confirm?.params.message).toContain('at no cost')
  // There is no such Actor. The platform says so, and the first of these calls starts it.
  for (const [i, input] of [first, second].entries()) {
    const met = await call(url, input, { said: YES, state: asked[i]?.state })
    expect(met).toMatchObject({ resultType: 'complete', isError: true })
    expect(JSON.stringify(met)).toContain('not found')
  }
})
