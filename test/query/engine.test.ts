import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Engine } from '../../src/query/engine.ts'
import type { Reply } from '../../src/query/query-contract.ts'
import {
  CALL,
  deafTo,
  FakeWorker,
  fakeService,
  plainAnswer,
  questionOn,
  readAll,
  rowsOf,
} from '../support/fake-engine.ts'

const LIMIT_MS = 20_000
const STATEMENT = { sql: 'SELECT 1', maxMs: LIMIT_MS, maxCellChars: 100 }
const BATCH = { maxRows: 10, maxChars: 1000 }
const STARTED: Reply = { did: 'start', columns: [], isJson: [], notes: [], rows: [], done: false }

describe('a statement', () => {
  it('is sent behind the rows of its last table, not when they are stored', async () => {
    const controller = new AbortController()
    const { queries, workers } = fakeService({}, deafTo('endLoad'))
    const call = queries.forCall({ ...CALL, signal: controller.signal })
    const asked = call.ask(questionOn(rowsOf('d', 'v').source), readAll).catch(() => 'ended')
    const told = () => workers[0]?.told.map((command) => command.do)
    await expect.poll(told).toEqual(['prepare', 'open', 'load', 'write', 'endLoad', 'start'])
    controller.abort()
    expect(await asked).toBe('ended')
  })

  it('of two tables is sent behind the second', async () => {
    const { queries, workers } = fakeService()
    const other = rowsOf('e', 'v').source
    await queries.forCall(CALL).ask({ ...questionOn(rowsOf('d', 'v').source), other }, readAll)
    const table = ['load', 'write', 'endLoad']
    const statement = ['start', 'read']
    expect(workers[0]?.told.map((command) => command.do)).toEqual([
      ...['prepare', 'open', ...table, ...table, ...statement],
    ])
  })

  it('is ended if it is not read to its end; otherwise, and if it is wrong, it has ended', async () => {
    const last = (workers: FakeWorker[]) => workers[0]?.told.at(-1)?.do
    const question = questionOn(rowsOf('d', 'v').source)
    const left = fakeService()
    await left.queries.forCall(CALL).ask(question, (answer) => answer.read())
    expect(last(left.workers)).toBe('finish')
    const whole = fakeService()
    await whole.queries.forCall(CALL).ask(question, readAll)
    expect(last(whole.workers)).toBe('read')
    const wrong = fakeService({}, (command) =>
      command.do === 'start'
        ? { did: 'fail', failure: { happened: 'No such column: `x`.', remedy: 'Write a.' } }
        : plainAnswer(command),
    )
    await expect(wrong.queries.forCall(CALL).ask(question, readAll)).rejects.toThrow()
    expect(last(wrong.workers)).toBe('start')
  })
})

describe('the time of a statement', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  /** Starts an engine that answers when the test lets it, and a statement behind a table. */
  async function started() {
    const worker = new FakeWorker(() => undefined)
    const answer = (reply: Reply) => {
      worker.emit('message', reply)
      return vi.advanceTimersByTimeAsync(0)
    }
    const options = { maxMb: 16, program: undefined, isSpare: false }
    const engine = new Engine(Promise.resolve(options), () => worker)
    engine.tell({ do: 'endLoad' }, 'endLoad').catch(() => {})
    const statement = engine.start(STATEMENT, BATCH)
    statement.catch(() => {})
    await vi.advanceTimersByTimeAsync(0)
    await answer({ did: 'prepare' })
    return { worker, engine, answer, statement }
  }
  const LOADED: Reply = {
    did: 'endLoad',
    table: { name: 'items', rows: 1, columns: [], notes: [] },
    bytes: 1,
  }

  it('begins when its tables are loaded', async () => {
    const { worker, answer, statement } = await started()
    await vi.advanceTimersByTimeAsync(10 * LIMIT_MS)
    expect(worker.isEnded).toBe(false)
    await answer(LOADED)
    await vi.advanceTimersByTimeAsync(LIMIT_MS)
    expect(worker.isEnded).toBe(false)
    await vi.advanceTimersByTimeAsync(1000)
    expect(worker.isEnded).toBe(true)
    await expect(statement).rejects.toThrow('took longer than the server gives it')
  })

  it('is counted over all its batches, without the time in which nobody reads', async () => {
    const { worker, engine, answer } = await started()
    await answer(LOADED)
    await vi.advanceTimersByTimeAsync(LIMIT_MS / 2)
    await answer(STARTED)
    await vi.advanceTimersByTimeAsync(10 * LIMIT_MS)
    const rest = engine.read(BATCH)
    rest.catch(() => {})
    await vi.advanceTimersByTimeAsync(LIMIT_MS / 2)
    expect(worker.isEnded).toBe(false)
    await vi.advanceTimersByTimeAsync(1000)
    expect(worker.isEnded).toBe(true)
    await expect(rest).rejects.toThrow('took longer than the server gives it')
  })
})
