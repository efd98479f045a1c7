import { expect, it } from 'vitest'
import { serveAsking, YES } from '../../../support/asking-server.ts'
import { startWorkers } from '../../../support/workers.ts'

it('a question is answered on another worker, and a yes counts once on all of them', async () => {
  const { fake, call, started } = await serveAsking()
  const { url, connectTo } = await startWorkers({ fake, args: ['--confirm=paid'] })
  const [one, two] = [await connectTo(1, fake.token), await connectTo(2, fake.token)]
  const input = { actorId: 'alice/crawler', input: { a: 1 } }
  const { state } = await call(url, input, { send: one.post })
  expect(state).not.toBe('')
  const yes = { said: YES, state }
  expect((await call(url, input, { ...yes, send: two.post })).resultType).toBe('complete')
  for (const { post } of [one, two])
    expect((await call(url, input, { ...yes, send: post })).resultType).toBe('input_required')
  expect(started()).toBe(1)
})
