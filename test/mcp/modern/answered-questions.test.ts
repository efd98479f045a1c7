import { describe, expect, it } from 'vitest'
import { serveAsking, YES } from '../../support/asking-server.ts'

const CALL = { actorId: 'alice/crawler', input: { depth: 2, pages: 3 } }

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
