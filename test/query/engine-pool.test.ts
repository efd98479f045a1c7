import { describe, expect, it } from 'vitest'
import {
  askedOf,
  CALL,
  deafTo,
  FakeWorker,
  fakeService,
  plainAnswer,
  questionOn,
  readAll,
  rowsOf,
} from '../support/fake-engine.ts'

const about = (dataset: string) => questionOn(rowsOf(dataset, 'v').source)

/** Asks once, and waits until the spare engine has started. */
async function asked(...options: Parameters<typeof fakeService>) {
  const service = fakeService(...options)
  await service.queries.forCall(CALL).ask(about('first'), readAll)
  await expect.poll(() => service.workers.length).toBe(2)
  return service
}

describe('the spare engine', () => {
  it.each([true, false])(
    'answers the next question about other tables (keeps: %s)',
    async (keeps) => {
      const { queries, workers } = await asked({ keeps })
      const [, spare] = workers
      expect(spare?.told.map((command) => command.do)).toEqual(['prepare'])
      await queries.forCall(CALL).ask(about('second'), readAll)
      expect(askedOf(workers)).toEqual(workers.slice(0, 2))
      expect(spare?.told.at(-1)?.do).toBe('read')
    },
  )

  it('is one, however many questions are asked at a time, and does not keep the process alive', async () => {
    const { queries, workers } = fakeService({ keeps: false, atOnce: 8 })
    const ours = queries.forCall(CALL)
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => ours.ask(about(name), readAll)))
    await expect.poll(() => workers.length).toBe(5)
    const waiting = workers.filter(({ isEnded }) => !isEnded)
    expect(waiting.map(({ isRef, told }) => [isRef, told.length])).toEqual([[false, 1]])
  })

  it('is not needed for tables that are kept', async () => {
    const { queries, workers } = await asked()
    const ours = queries.forCall(CALL)
    ours.prepare()
    await ours.ask(about('first'), readAll)
    expect(askedOf(workers)).toHaveLength(1)
    expect(workers).toHaveLength(2)
  })

  it('is replaced if it ended by itself', async () => {
    const { queries, workers } = await asked()
    workers[1]?.emit('exit', 1)
    await queries.forCall(CALL).ask(about('second'), readAll)
    expect(askedOf(workers)).toEqual([workers[0], workers[2]])
  })

  it('starts as soon as a question is expected', async () => {
    const { queries, workers } = fakeService()
    const ours = queries.forCall(CALL)
    ours.prepare()
    ours.prepare()
    expect(workers).toHaveLength(1)
    await ours.ask(about('first'), readAll)
    expect(askedOf(workers)).toEqual([workers[0]])
  })

  it('gets the program that was compiled once, and time to warm up', async () => {
    let compiled = 0
    const compile = async () => `program ${++compiled}`
    const { workers } = await asked({ compile })
    const told = () => workers.map((worker) => worker.told[0])
    const options = { maxMb: 16, program: 'program 1' }
    await expect.poll(told).toEqual([
      { do: 'prepare', options: { ...options, isSpare: false } },
      { do: 'prepare', options: { ...options, isSpare: true } },
    ])
  })
})

describe('a place', () => {
  it('is free again for the next questions when calls end while they work or wait', async () => {
    let isDeaf = true
    const { queries } = fakeService({ atOnce: 2 }, (command) =>
      isDeaf && command.do === 'open' ? undefined : plainAnswer(command),
    )
    const ended = Array.from({ length: 4 }, () => {
      const call = new AbortController()
      const asked = queries.forCall({ ...CALL, signal: call.signal }).ask(about('deaf'), readAll)
      return { call, failed: expect(asked).rejects.toThrow('The call has ended.') }
    })
    for (const { call, failed } of ended) {
      call.abort(new Error('The call has ended.'))
      await failed
    }
    isDeaf = false
    const ours = queries.forCall(CALL)
    await Promise.all(['a', 'b'].map((name) => ours.ask(about(name), readAll)))
  })

  it('is free again when no engine can be started, and the server goes on', async () => {
    let hasThreads = false
    let tries = 0
    const startWorker = () => {
      tries++
      if (!hasThreads) throw new Error('Worker initialization failure: EAGAIN')
      return new FakeWorker()
    }
    const { queries } = fakeService({ atOnce: 1, startWorker })
    const ours = queries.forCall(CALL)
    for (let i = 0; i < 3; i++) {
      ours.prepare()
      await expect(ours.ask(about('first'), readAll)).rejects.toThrow('could not be started')
      // Behind the answer the engine for the next question is started.
      const before = tries
      await expect.poll(() => tries).toBeGreaterThan(before)
    }
    hasThreads = true
    await ours.ask(about('first'), readAll)
    await queries.close()
  })
})

describe('closing', () => {
  it('ends engines that are kept, that work and that wait, and starts no others', async () => {
    let isDeaf = false
    const deaf = deafTo('read')
    const { queries, workers } = await asked({}, (command) =>
      isDeaf ? deaf(command) : plainAnswer(command),
    )
    isDeaf = true
    const failed = expect(queries.forCall(CALL).ask(about('busy'), readAll)).rejects.toThrow(
      'The server is ending.',
    )
    await expect.poll(() => workers[1]?.told.at(-1)?.do).toBe('read')
    queries.forCall(CALL).prepare()
    await queries.close()
    await failed
    queries.forCall(CALL).prepare()
    expect(workers.map(({ isEnded }) => isEnded)).toEqual(workers.map(() => true))
  })

  it('ends the engine that waits for a question', async () => {
    const { queries, workers } = await asked({ keeps: false })
    expect(workers.map(({ isEnded }) => isEnded)).toEqual([true, false])
    await queries.close()
    expect(workers.map(({ isEnded }) => isEnded)).toEqual([true, true])
  })
})
