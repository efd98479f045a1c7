import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type ActionState, createAction } from '../../../src/views/shared/action.ts'

let states: ActionState[]
const run = vi.fn<() => Promise<void>>()
const lookUp = vi.fn<() => Promise<'done' | 'again'>>()
const create = (withLookUp = true) =>
  createAction(
    () => ({ run, lookUp: withLookUp ? lookUp : undefined }),
    (state) => states.push(state),
  )

beforeEach(() => {
  states = []
  run.mockReset().mockResolvedValue()
  lookUp.mockReset().mockResolvedValue('again')
})

describe('an action', () => {
  it('runs once at a time', async () => {
    const start = create()
    await Promise.all([start(), start()])
    expect(run).toHaveBeenCalledOnce()
    expect(states).toEqual([
      { isBusy: true, error: undefined },
      { isBusy: false, error: undefined },
    ])
    await start()
    expect(run).toHaveBeenCalledTimes(2)
  })

  it('says why it failed, after the state was looked up', async () => {
    run.mockRejectedValueOnce(new Error('no answer'))
    await create()()
    expect(lookUp).toHaveBeenCalledOnce()
    expect(states.at(-1)).toEqual({ isBusy: false, error: 'no answer' })
  })

  it('has not failed if it turns out that it happened', async () => {
    run.mockRejectedValueOnce(new Error('no answer'))
    lookUp.mockResolvedValueOnce('done')
    await create()()
    expect(states.at(-1)).toEqual({ isBusy: false, error: undefined })
  })

  it('does not run again before the state is known', async () => {
    run.mockRejectedValueOnce(new Error('no answer'))
    lookUp.mockRejectedValueOnce(new Error('offline')).mockRejectedValueOnce(new Error('offline'))
    const start = create()
    await start()
    expect(states.at(-1)?.error).toBe('no answer')
    await start()
    expect(states.at(-1)?.error).toBe('offline')
    await start()
    expect(run).toHaveBeenCalledOnce()
    expect(lookUp).toHaveBeenCalledTimes(3)
    await start()
    expect(run).toHaveBeenCalledTimes(2)
    expect(states.at(-1)?.error).toBeUndefined()
  })

  it('that needs no look runs again at once', async () => {
    run.mockRejectedValueOnce(new Error('no'))
    const start = create(false)
    await start()
    await start()
    expect(run).toHaveBeenCalledTimes(2)
  })
})
