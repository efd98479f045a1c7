import { describe, expect, it } from 'vitest'
import type { Answer } from '../../src/query/query-contract.ts'
import { CALL, fakeService, questionOn, rowsOf } from '../support/fake-engine.ts'

const readAll = async (answer: Answer) => {
  await answer.read({ maxRows: 10, maxChars: 1000 })
  return { wasLoaded: answer.wasLoaded }
}

/** A promise that a test settles. */
function later<T>() {
  let settle: { resolve: (value: T) => void; reject: (error: Error) => void } | undefined
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject }
  })
  return {
    promise,
    resolve: (value: T) => settle?.resolve(value),
    reject: (error: Error) => settle?.reject(error),
  }
}

describe('a question', () => {
  it('reads its rows while the API says which there are, and is kept under what it says', async () => {
    const { queries, workers } = fakeService()
    const { source, opened } = rowsOf('d', 'v')
    const said = later<string>()
    const asked = queries
      .forCall(CALL)
      .ask(questionOn({ ...source, version: () => said.promise }), readAll)
    await expect.poll(() => workers[0]?.told.at(-1)?.do).toBe('endLoad')
    said.resolve('v')
    await asked
    const again = await queries.forCall(CALL).ask(questionOn(source), readAll)
    expect([again.wasLoaded, opened]).toEqual([false, ['d']])
  })

  it('waits for what the API says where its tables are kept, and loads rows that differ', async () => {
    const { queries } = fakeService()
    const { source, opened } = rowsOf('d', 'v')
    const ask = (version: () => Promise<string>) =>
      queries.forCall(CALL).ask(questionOn({ ...source, version }), readAll)
    await ask(async () => 'v')
    const said = later<string>()
    const asked = ask(() => said.promise)
    await new Promise((resolve) => setImmediate(resolve))
    expect(opened).toEqual(['d'])
    said.resolve('v2')
    await asked
    expect(opened).toEqual(['d', 'd'])
  })

  it('fails with what the API says of the dataset, and not with what that does to the rows', async () => {
    const { queries, workers } = fakeService()
    const said = later<string>()
    const { source } = rowsOf('d', 'v')
    const asked = queries.forCall(CALL).ask(
      questionOn({
        ...source,
        version: () => said.promise,
        open: async () => Promise.reject(new Error('No rows.')),
      }),
      readAll,
    )
    await new Promise((resolve) => setImmediate(resolve))
    said.reject(new Error('There is no such dataset.'))
    await expect(asked).rejects.toThrow('There is no such dataset.')
    expect(workers[0]?.isEnded).toBe(true)
  })
})
