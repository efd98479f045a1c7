import { beforeEach, describe, expect, it } from 'vitest'
import {
  type Followed,
  RunFollower,
  retryMsAfter,
  waitSecsFor,
} from '../../../src/views/run/run-follower.ts'
import { type RunState, readRun } from '../../../src/views/run/run-state.ts'
import { FakeClock, settle } from '../../support/views/fake-clock.ts'

const runOf = (status: string, more: object = {}): RunState =>
  readRun({ runId: 'r1', status, ...more })

let clock: FakeClock
let seen: Followed[]
/** Polls that wait for their answer. */
let polls: {
  waitSecs: number
  signal: AbortSignal
  answer(run: RunState): Promise<void>
  fail(text: string): Promise<void>
}[]

function follow(first: RunState | undefined = runOf('RUNNING')): RunFollower {
  return new RunFollower({
    first,
    clock,
    onChange: (followed) => seen.push(followed),
    read: (waitSecs, signal) =>
      new Promise((resolve, reject) => {
        const answer = (run: RunState) => {
          resolve(run)
          return settle()
        }
        const fail = (text: string) => {
          reject(new Error(text))
          return settle()
        }
        polls.push({ waitSecs, signal, answer, fail })
      }),
  })
}

beforeEach(() => {
  clock = new FakeClock()
  seen = []
  polls = []
})

describe('following a run', () => {
  it('reads it at once, then waits for its end, and stops with it', async () => {
    const follower = follow()
    follower.setActive(true)
    expect(polls).toMatchObject([{ waitSecs: 0 }])
    await polls[0]?.answer(runOf('RUNNING', { statusMessage: 'Page 1' }))
    expect(follower.followed.run?.statusMessage).toBe('Page 1')
    await clock.pass(2000)
    expect(polls[1]?.waitSecs).toBe(5)
    await clock.pass(5000)
    await polls[1]?.answer(runOf('SUCCEEDED'))
    await clock.pass(600_000)
    expect(follower.followed.run?.status).toBe('SUCCEEDED')
    expect(polls).toHaveLength(2)
  })

  it('polls nothing if the run has ended before', async () => {
    follow(runOf('ABORTED')).setActive(true)
    await clock.pass(60_000)
    expect(polls).toEqual([])
  })

  it('lets two seconds pass between polls that are answered at once', async () => {
    follow().setActive(true)
    await polls[0]?.answer(runOf('RUNNING'))
    await clock.pass(1999)
    expect(polls).toHaveLength(1)
    await clock.pass(1)
    expect(polls).toHaveLength(2)
  })

  it('stops while it is hidden and gives up the poll under way', async () => {
    const follower = follow()
    follower.setActive(true)
    follower.setActive(false)
    expect(polls[0]?.signal.aborted).toBe(true)
    await polls[0]?.answer(runOf('SUCCEEDED'))
    await clock.pass(600_000)
    expect(polls).toHaveLength(1)
    expect(follower.followed.run?.status).toBe('RUNNING')
    follower.setActive(true)
    expect(polls[1]?.waitSecs).toBe(0)
  })

  it('polls once however often it is told that it is seen', () => {
    const follower = follow()
    follower.setActive(true)
    follower.setActive(true)
    expect(polls).toHaveLength(1)
  })

  it('waits longer after each failure, says why, and recovers', async () => {
    const follower = follow()
    follower.setActive(true)
    await polls[0]?.fail('no network')
    expect(follower.followed).toMatchObject({ error: 'no network', retryMs: 2000 })
    await clock.pass(1999)
    expect(polls).toHaveLength(1)
    await clock.pass(1)
    await polls[1]?.fail('no network')
    expect(follower.followed.retryMs).toBe(4000)
    await clock.pass(4000)
    await polls[2]?.answer(runOf('RUNNING'))
    expect(follower.followed.error).toBeUndefined()
    await clock.pass(2000)
    await polls[3]?.fail('no network')
    expect(follower.followed.retryMs).toBe(2000)
  })

  it('polls at once when a person wants it, and not twice', async () => {
    const follower = follow()
    follower.setActive(true)
    await polls[0]?.fail('no network')
    follower.pollNow()
    expect(polls).toHaveLength(2)
    await clock.pass(60_000)
    expect(polls).toHaveLength(2)
  })

  it('takes a run that another call has returned, and ends with it', async () => {
    const follower = follow()
    follower.setActive(true)
    follower.take(runOf('ABORTED'))
    await polls[0]?.answer(runOf('RUNNING'))
    await clock.pass(60_000)
    expect(follower.followed.run?.status).toBe('ABORTED')
    expect(polls).toHaveLength(1)
  })

  it('keeps the counts of items with their times', async () => {
    const follower = follow(runOf('RUNNING', { itemCount: 10 }))
    follower.setActive(true)
    await clock.pass(3000)
    await polls[0]?.answer(runOf('RUNNING', { itemCount: 16 }))
    expect(follower.followed.counts).toEqual([
      { at: 0, items: 10 },
      { at: 3000, items: 16 },
    ])
  })

  it('reads a run that it knows only the id of', async () => {
    const follower = follow(undefined)
    follower.setActive(true)
    await polls[0]?.answer(runOf('SUCCEEDED'))
    expect(follower.followed).toMatchObject({ run: { status: 'SUCCEEDED' }, reads: 1 })
  })
})

it.each([
  [undefined, 5],
  [299, 5],
  [300, 15],
  [1800, 30],
  [100_000, 30],
])('waits for a run that is %s s old for %s s', (durationSecs, waitSecs) => {
  expect(waitSecsFor({ durationSecs })).toBe(waitSecs)
})

it('never waits for more than a minute after failures', () => {
  expect([1, 2, 5, 6, 50].map(retryMsAfter)).toEqual([2000, 4000, 32_000, 60_000, 60_000])
})
