import { beforeEach, describe, expect, it } from 'vitest'
import { LogFollower } from '../../../src/views/run/log-follower.ts'
import { type LogPage, linesOf } from '../../../src/views/run/log-pages.ts'
import { settle } from '../../support/views/fake-clock.ts'

interface Read {
  before: number | undefined
  answer(page: LogPage): Promise<void>
  fail(): Promise<void>
}

let reads: Read[]
const page = (from: number, lines: string[]): LogPage => ({
  lines,
  from,
  total: from + lines.length - 1,
  before: from > 1 ? from : undefined,
})

function follow(first?: LogPage): LogFollower {
  return new LogFollower({
    first,
    onChange: () => {},
    read: (before) =>
      new Promise((resolve, reject) => {
        const answer = (read: LogPage) => {
          resolve(read)
          return settle()
        }
        const fail = () => {
          reject(new Error('no network'))
          return settle()
        }
        reads.push({ before, answer, fail })
      }),
  })
}
const linesIn = ({ followed: { log } }: LogFollower) => (log ? linesOf(log) : undefined)

beforeEach(() => {
  reads = []
})

describe('following a log', () => {
  it('adds what each poll finds', async () => {
    const follower = follow(page(1, ['a']))
    void follower.afterPoll()
    await reads[0]?.answer(page(1, ['a', 'b']))
    void follower.afterPoll()
    await reads[1]?.answer(page(2, ['b', 'c']))
    expect(linesIn(follower)).toEqual(['a', 'b', 'c'])
  })

  it('reads the lines above if there are some', async () => {
    const follower = follow(page(3, ['c']))
    void follower.readEarlier()
    expect(reads[0]?.before).toBe(3)
    await reads[0]?.answer(page(1, ['a', 'b']))
    expect(linesIn(follower)).toEqual(['a', 'b', 'c'])
    await follower.readEarlier()
    expect(reads).toHaveLength(1)
  })

  it('reads the end once more if it was wanted while something was read', async () => {
    const follower = follow()
    void follower.readEnd()
    void follower.afterPoll()
    void follower.afterPoll()
    await reads[0]?.answer(page(1, ['a']))
    expect(reads).toHaveLength(2)
    await reads[1]?.answer(page(1, ['a', 'the end']))
    expect(linesIn(follower)).toEqual(['a', 'the end'])
    expect(reads).toHaveLength(2)
  })

  it('says what failed, keeps the lines, and lets polls pass before it tries again', async () => {
    const follower = follow(page(1, ['a']))
    void follower.afterPoll()
    await reads[0]?.fail()
    expect(follower.followed).toMatchObject({ error: 'no network', isReading: false })
    expect(linesIn(follower)).toEqual(['a'])
    await follower.afterPoll()
    expect(reads).toHaveLength(1)
    void follower.afterPoll()
    await reads[1]?.fail()
    for (let polls = 0; polls < 3; polls++) await follower.afterPoll()
    expect(reads).toHaveLength(2)
    void follower.afterPoll()
    await reads[2]?.answer(page(1, ['a', 'b']))
    expect(follower.followed.error).toBeUndefined()
    expect(linesIn(follower)).toEqual(['a', 'b'])
  })
})
