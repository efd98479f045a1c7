import { setMaxListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { Command } from '../../src/query/query-contract.ts'
import {
  askedOf,
  CALL,
  deafTo,
  fakeService,
  plainAnswer,
  questionOn,
  readAll,
  rowsOf,
} from '../support/fake-engine.ts'

const failsAt = (failing: Command['do']) => (command: Command) =>
  command.do === failing
    ? { did: 'fail' as const, failure: { happened: 'No such column: `x`.', remedy: 'Write a.' } }
    : plainAnswer(command)

describe('a question', () => {
  it('starts no engine before it is asked, and none that keeps the process alive afterwards', async () => {
    const { queries, workers } = fakeService()
    const ours = queries.forCall(CALL)
    expect(workers).toEqual([])
    await ours.ask(questionOn(rowsOf('d', 'v').source), readAll)
    expect(workers.map(({ isRef, isEnded }) => ({ isRef, isEnded }))).toEqual([
      { isRef: false, isEnded: false },
    ])
  })

  it('is answered in the order of the contract, with all notes once', async () => {
    const { queries, workers } = fakeService()
    const question = questionOn(rowsOf('d', 'v').source)
    const answer = await queries.forCall(CALL).ask(question, readAll)
    expect(answer).toEqual({ rows: [[1], [2]], wasLoaded: true, notes: ['from start'] })
    expect(workers[0]?.told.map((command) => command.do)).toEqual([
      'prepare',
      'open',
      'load',
      'write',
      'endLoad',
      'start',
      'read',
    ])
  })

  it('sends rows in batches that grow', async () => {
    const line = `${'x'.repeat(50_000)}\n`
    const { queries, workers } = fakeService()
    const { source } = rowsOf('d', 'v', Array(40).fill(line))
    await queries.forCall(CALL).ask(questionOn(source), readAll)
    const sent = workers[0]?.told.flatMap((one) => (one.do === 'write' ? [one.bytes.length] : []))
    expect(sent).toEqual([2, 3, 6, 6, 6, 6, 6, 5].map((lines) => lines * line.length))
  })

  it('waits with further rows while batches are stored', async () => {
    const call = new AbortController()
    const { queries, workers } = fakeService({}, deafTo('write'))
    let given = 0
    const lines = (function* () {
      for (; given < 40; given++) yield `${'x'.repeat(300_000)}\n`
    })()
    const { source } = rowsOf('d', 'v', lines)
    const asked = queries.forCall({ ...CALL, signal: call.signal }).ask(questionOn(source), readAll)
    const sent = () => workers[0]?.told.filter((one) => one.do === 'write').length
    await expect.poll(sent).toBe(4)
    await new Promise((resolve) => setImmediate(resolve))
    expect([sent(), given]).toEqual([4, 4])
    call.abort(new Error('The call has ended.'))
    await expect(asked).rejects.toThrow('The call has ended.')
  })

  it('about kept tables loads nothing', async () => {
    const { queries, workers } = fakeService()
    const { source, opened } = rowsOf('d', 'v')
    for (const wasLoaded of [true, false, false]) {
      const answer = await queries.forCall(CALL).ask(questionOn(source), readAll)
      expect(answer.wasLoaded).toBe(wasLoaded)
    }
    expect(opened).toEqual(['d'])
    expect(askedOf(workers)).toHaveLength(1)
  })

  it('that is wrong leaves the tables for the next one', async () => {
    const { queries, workers } = fakeService({}, failsAt('start'))
    const { source, opened } = rowsOf('d', 'v')
    for (let i = 0; i < 2; i++) {
      await expect(queries.forCall(CALL).ask(questionOn(source), readAll)).rejects.toThrow(
        'No such column: `x`. Write a.',
      )
    }
    expect(opened).toEqual(['d'])
    expect(workers[0]?.isEnded).toBe(false)
  })

  it.each([
    ['another version', rowsOf('d', 'v2').source, CALL],
    ['other fields', { ...rowsOf('d', 'v').source, fields: ['a'] }, CALL],
    ['another tenant', rowsOf('d', 'v').source, { ...CALL, tenant: 'b' }],
    ['other secrets', rowsOf('d', 'v').source, { ...CALL, secrets: ['secret'] }],
    ['rows that may change', rowsOf('d', undefined).source, CALL],
  ])('with %s loads its own tables', async (_, second, call) => {
    const { queries, workers } = fakeService()
    await queries.forCall(CALL).ask(questionOn(rowsOf('d', 'v').source), readAll)
    const answer = await queries.forCall(call).ask(questionOn(second), readAll)
    expect(answer.wasLoaded).toBe(true)
    expect(askedOf(workers)).toHaveLength(2)
  })

  it('ends its engine if nothing is kept', async () => {
    const { queries, workers } = fakeService({ keeps: false })
    await queries.forCall(CALL).ask(questionOn(rowsOf('d', 'v').source), readAll)
    expect(askedOf(workers).map(({ isEnded }) => isEnded)).toEqual([true])
  })

  it('whose load fails ends its engine', async () => {
    const { queries, workers } = fakeService({}, failsAt('endLoad'))
    const asked = queries.forCall(CALL).ask(questionOn(rowsOf('d', 'v').source), readAll)
    await expect(asked).rejects.toThrow('No such column')
    expect(workers[0]?.isEnded).toBe(true)
  })

  it.each(['open', 'write', 'start', 'read'] as const)(
    'ends with its call while the engine does %s, and the next one loads again',
    async (silent) => {
      const { queries, workers } = fakeService({}, deafTo(silent))
      const controller = new AbortController()
      const call = { ...CALL, signal: controller.signal }
      const asked = queries.forCall(call).ask(questionOn(rowsOf('d', 'v').source), readAll)
      await expect.poll(() => workers[0]?.told.some((one) => one.do === silent)).toBe(true)
      controller.abort(new Error('cancelled'))
      await expect(asked).rejects.toThrow('cancelled')
      expect(workers[0]?.isEnded).toBe(true)
    },
  )

  it('says that the rows were loaded again after its engine had to be ended', async () => {
    let isDeaf = true
    const { queries, workers } = fakeService({}, (command) =>
      isDeaf ? deafTo('read')(command) : plainAnswer(command),
    )
    const { source } = rowsOf('d', 'v')
    const controller = new AbortController()
    const call = { ...CALL, signal: controller.signal }
    const asked = queries.forCall(call).ask(questionOn(source), readAll)
    await expect.poll(() => workers[0]?.told.at(-1)?.do).toBe('read')
    controller.abort(new Error('cancelled'))
    await expect(asked).rejects.toThrow('cancelled')
    isDeaf = false
    const { notes } = await queries.forCall(CALL).ask(questionOn(source), readAll)
    expect(notes[0]).toContain('loaded again')
    const later = await queries.forCall(CALL).ask(questionOn(source), readAll)
    expect(later.notes).toEqual(['from start'])
  })

  it('fails if the engine ends by itself', async () => {
    const { queries, workers } = fakeService({}, deafTo('read'))
    const asked = queries.forCall(CALL).ask(questionOn(rowsOf('d', 'v').source), readAll)
    await expect.poll(() => workers[0]?.told.at(-1)?.do).toBe('read')
    workers[0]?.emit('exit', 1)
    await expect(asked).rejects.toThrow('has ended. Call again')
  })
})

describe('the places', () => {
  it('are given in turn, at most two to one of several tenants', async () => {
    const { queries, workers } = fakeService({ atOnce: 3 }, deafTo('start'))
    const controller = new AbortController()
    const ask = (tenant: string) =>
      queries
        .forCall({ ...CALL, tenant, signal: controller.signal })
        .ask(questionOn(rowsOf('d', undefined).source), readAll)
        .catch((error) => error.message)
    const asked = ['a', 'a', 'a', 'b', 'c'].map(ask)
    await expect.poll(() => askedOf(workers).length).toBe(3)
    controller.abort(new Error('cancelled'))
    expect(await Promise.all(asked)).toEqual(Array(5).fill('cancelled'))
    expect(askedOf(workers)).toHaveLength(3)
  })

  it('are refused to a tenant of which too many queries wait', async () => {
    const { queries } = fakeService({ atOnce: 1 }, deafTo('open'))
    const controller = new AbortController()
    setMaxListeners(0, controller.signal)
    const ours = queries.forCall({ ...CALL, signal: controller.signal })
    const ask = () => ours.ask(questionOn(rowsOf('d', 'v').source), readAll)
    const waiting = Array.from({ length: 33 }, () => ask().catch(() => {}))
    await expect(ask()).rejects.toThrow('Too many queries wait for their turn. Call again')
    controller.abort(new Error('cancelled'))
    await Promise.all(waiting)
  })
})
