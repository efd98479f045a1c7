import { describe, expect, it } from 'vitest'
import { Agent, Unsolved } from '../../../../scripts/bench/agent/client.ts'
import { agentReport } from '../../../../scripts/bench/agent/report.ts'
import { attempt, csvRows, type Task, type World } from '../../../../scripts/bench/agent/task.ts'

const WORLD = { truth: { room: 7 }, given: {} } as World
const answer = { content: [{ type: 'text', text: 'In room 7.' }] }

/** Tries a task that makes one call and then ends as `end` says. */
function outcomeOf(end: () => unknown, expected: Task['expected'] = ({ truth }) => truth.room) {
  const solve = async (agent: Agent) => {
    await agent.call('read', {})
    return end()
  }
  const task: Task = { name: 'a room', solve: { ours: solve, incumbent: solve }, expected }
  return attempt(task, 'ours', new Agent({ request: async () => answer }, { tools: [] }), WORLD)
}

describe('attempt', () => {
  it('solves a task only with the right answer', async () => {
    expect(await outcomeOf(() => 7)).toEqual({ calls: 1, tokens: expect.any(Number) })
    expect(await outcomeOf(() => 8)).toMatchObject({ calls: 1, reason: 'wrong: 8' })
    expect(await outcomeOf(() => undefined)).toMatchObject({ reason: 'wrong: undefined' })
  })

  it('says why the agent gave up, or what the platform shows', async () => {
    const gaveUp = await outcomeOf(() => {
      throw new Unsolved('no tool writes rows')
    })
    expect(gaveUp).toMatchObject({ calls: 1, reason: 'no tool writes rows' })
    const twice = () => {
      throw new Unsolved('the Actor ran 2 times')
    }
    expect(await outcomeOf(() => 7, twice)).toMatchObject({ reason: 'the Actor ran 2 times' })
  })

  it('does not take a fault of the trial for one of the server', async () => {
    const fault = () => {
      throw new TypeError('not a function')
    }
    await expect(outcomeOf(fault)).rejects.toThrow(TypeError)
  })
})

it('reads rows of CSV without the head', () => {
  expect(csvRows('\ufeffsku,price\r\nA,1\nB,\n\n')).toEqual([
    ['A', '1'],
    ['B', ''],
  ])
})

describe('agentReport', () => {
  const tasks = [
    { name: 'find', isOnRows: true },
    { name: 'look', isOnRows: false },
    { name: 'write', isOnRows: true },
  ]
  const ours = [
    { calls: 1, tokens: 100 },
    { calls: 1, tokens: 30 },
    { calls: 2, tokens: 50 },
  ]
  const theirs = [
    { calls: 3, tokens: 900 },
    { calls: 1, tokens: 20 },
    { calls: 0, tokens: 0, reason: 'no tool' },
  ]

  it('adds up what is solved, and compares tokens where both solve', () => {
    const { rows } = agentReport(tasks, ours, theirs)
    expect(rows.slice(0, 6).map(({ ours, incumbent }) => [ours, incumbent])).toEqual([
      [3, 2],
      [4, 4],
      [180, 920],
      [130, 920],
      [100, 900],
      [30, 20],
    ])
    expect(rows.at(-2)).toEqual({
      name: 'write',
      unit: 'tokens',
      ours: 50,
      incumbent: 0,
      note: 'incumbent: not solved, no tool',
    })
  })

  it('leaves out a server that could not be started', () => {
    const { rows } = agentReport(tasks, ours, undefined)
    expect(rows.every((row) => row.incumbent === undefined)).toBe(true)
    expect(rows.map((row) => row.ours)).toEqual([3, 4, 180, 100, 1, 30, 1, 50, 2])
  })
})
