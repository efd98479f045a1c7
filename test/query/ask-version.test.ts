import { describe, expect, it } from 'vitest'
import type { TableSource } from '../../src/query/query-contract.ts'
import { deferred } from '../../src/shared/deferred.ts'
import { CALL, fakeService, questionOn, readAll, rowsOf } from '../support/fake-engine.ts'

describe('the version of the tables', () => {
  it('is asked for while the rows are read, and the tables are kept with it', async () => {
    const { queries, workers } = fakeService()
    const { source, opened } = rowsOf('d', 'v')
    const version = deferred<string>()
    const asked = queries
      .forCall(CALL)
      .ask(questionOn({ ...source, version: () => version.promise }), readAll)
    await expect.poll(() => workers[0]?.told.at(-1)?.do).toBe('start')
    version.resolve('v')
    await asked
    const again = await queries.forCall(CALL).ask(questionOn(source), readAll)
    expect([again.wasLoaded, opened]).toEqual([false, ['d']])
  })

  it('is awaited before tables that are kept are used or loaded again', async () => {
    const { queries } = fakeService()
    const { source, opened } = rowsOf('d', 'v')
    const ask = (current: string | Promise<string>) =>
      queries.forCall(CALL).ask(questionOn({ ...source, version: async () => current }), readAll)
    await ask('v')
    const version = deferred<string>()
    const asked = ask(version.promise)
    await new Promise((resolve) => setImmediate(resolve))
    expect(opened).toEqual(['d'])
    version.resolve('v2')
    await asked
    expect(opened).toEqual(['d', 'd'])
  })

  it('fails the question by its own error, even if the rows failed before', async () => {
    const { queries, workers } = fakeService()
    const version = deferred<string>()
    const { source } = rowsOf('d', 'v')
    const asked = queries.forCall(CALL).ask(
      questionOn({
        ...source,
        version: () => version.promise,
        open: async () => Promise.reject(new Error('No rows.')),
      }),
      readAll,
    )
    await new Promise((resolve) => setImmediate(resolve))
    version.reject(new Error('There is no such dataset.'))
    await expect(asked).rejects.toThrow('There is no such dataset.')
    expect(workers[0]?.isEnded).toBe(true)
  })

  it('is asked for when the question has its turn, so that it uses tables that were kept meanwhile', async () => {
    const { queries } = fakeService({ atOnce: 1 })
    const { source, opened } = rowsOf('d', 'v')
    const ask = () => queries.forCall(CALL).ask(questionOn(source), readAll)
    const answers = await Promise.all([ask(), ask()])
    expect(answers.map(({ wasLoaded }) => wasLoaded)).toEqual([true, false])
    expect(opened).toEqual(['d'])
  })

  it('leaves the place free if it cannot be had', async () => {
    const { queries } = fakeService({ atOnce: 1 })
    const { source } = rowsOf('d', 'v')
    const ask = (version: TableSource['version']) =>
      queries.forCall(CALL).ask(questionOn({ ...source, version }), readAll)
    await ask(source.version)
    const failing = async () => Promise.reject(new Error('There is no such dataset.'))
    await expect(ask(failing)).rejects.toThrow('There is no such dataset.')
    expect(await ask(source.version)).toMatchObject({ wasLoaded: false })
  })
})
