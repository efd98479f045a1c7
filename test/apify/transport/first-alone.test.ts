import type { Dispatcher } from 'undici'
import { expect, it } from 'vitest'
import { firstAlone } from '../../../src/apify/transport/first-alone.ts'
import { deferred } from '../../../src/shared/deferred.ts'

/** Sends three requests at once, of which the first is answered when the test says so. */
function sendThree() {
  const sent: string[] = []
  const first = deferred<Dispatcher.ResponseData>()
  const connections = firstAlone({
    async request({ path }) {
      sent.push(path)
      if (path === '/1') await first.promise
      return { statusCode: 200 } as Dispatcher.ResponseData
    },
    destroy: async () => {},
  })
  const answers = ['/1', '/2', '/3'].map((path) => connections.request({ path, method: 'GET' }))
  return { sent, first, answers: Promise.allSettled(answers) }
}

it('sends the others when the first one has been answered', async () => {
  const { sent, first, answers } = sendThree()
  await new Promise((resolve) => setImmediate(resolve))
  expect(sent).toEqual(['/1'])
  first.resolve({} as Dispatcher.ResponseData)
  expect((await answers).map(({ status }) => status)).toEqual(Array(3).fill('fulfilled'))
  expect(sent).toEqual(['/1', '/2', '/3'])
})

it('sends the others when the first one has failed', async () => {
  const { sent, first, answers } = sendThree()
  first.reject(new Error('The connection broke.'))
  expect((await answers).map(({ status }) => status)).toEqual([
    'rejected',
    'fulfilled',
    'fulfilled',
  ])
  expect(sent).toEqual(['/1', '/2', '/3'])
})
