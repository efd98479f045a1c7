import { describe, expect, it } from 'vitest'
import { type Repetition, serveAsking, YES } from '../../support/asking-server.ts'
import { startHttp } from '../../support/http.ts'

const CALL = { actorId: 'alice/crawler', input: { depth: 2, pages: 3 } }
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
            'Run Actor "alice/crawler" with an input of 21 bytes? There is no limit on its cost. Input: {"depth":2,"pages":3}',
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
