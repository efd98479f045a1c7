import { expect, it } from 'vitest'
import { type CallTool, RunStart } from '../../../src/views/actor/run-start.ts'

const REQUEST = { actorId: 'a/b', input: { x: 1 }, limits: { maxItems: 5 } }
const run = (runId: string) => ({ runId, status: 'RUNNING' })

/** A server with runs, of which the answer to a start may be lost. */
function server({ isLost = false, canList = true } = {}) {
  const runs = [run('old')]
  const starts: unknown[] = []
  const answer = (tool: string, args: Record<string, unknown>): unknown => {
    if (tool === 'list_runs' && canList) return { runs: [...runs] }
    if (tool !== 'run_actor') throw new Error('There is no such tool.')
    starts.push(args)
    runs.unshift(run(`new${starts.length}`))
    if (isLost) throw new Error('The answer was lost.')
    return runs[0]
  }
  const call: CallTool = async (tool, args, isValue) => {
    const value = answer(tool, args)
    if (!isValue(value)) throw new Error('The answer has another form.')
    return value
  }
  return { call, runs, starts }
}

it('starts a run with the input and its limits', async () => {
  const { call, starts } = server()
  expect(await new RunStart(call, 'a/b').start(REQUEST)).toEqual(run('new1'))
  expect(starts).toEqual([{ actorId: 'a/b', input: { x: 1 }, maxItems: 5 }])
})

it('finds the run whose answer was lost', async () => {
  const { call, starts } = server({ isLost: true })
  const start = new RunStart(call, 'a/b')
  await expect(start.start(REQUEST)).rejects.toThrow('lost')
  expect(await start.lookUp()).toEqual(run('new1'))
  expect(starts).toHaveLength(1)
})

it('takes no older run for the one that was started', async () => {
  const { call, runs } = server({ isLost: true })
  const start = new RunStart(call, 'a/b')
  await expect(start.start(REQUEST)).rejects.toThrow('lost')
  runs.shift()
  expect(await start.lookUp()).toBeUndefined()
})

it('starts and finds nothing where runs cannot be listed', async () => {
  const { call } = server({ isLost: true, canList: false })
  const start = new RunStart(call, 'a/b')
  await expect(start.start(REQUEST)).rejects.toThrow('lost')
  expect(await start.lookUp()).toBeUndefined()
})
