import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ReadValue } from '../../../src/views/shared/tool-result.ts'
import { isRecord } from '../../../src/views/shared/values.ts'
import {
  createViewState,
  type ReadCall,
  type ViewState,
} from '../../../src/views/shared/view-state.ts'

interface Shown {
  runId: string
}
const isResult = (value: unknown): value is Shown =>
  isRecord(value) && typeof value.runId === 'string'
const cut = { content: [{ type: 'text', text: 'SUCCEEDED after 3…' }] }
const readValue = (runId: string): ReadValue<Shown> => ({
  kind: 'value',
  value: { runId },
  text: '',
  attachments: [],
})
const whole = (runId: string) => ({ content: [], structuredContent: { runId } })

let states: ViewState<Shown>[]
let call: ReturnType<typeof vi.fn<(call: ReadCall) => Promise<ReadValue<Shown>>>>
const latest = () => states.at(-1)
const create = () =>
  createViewState<Shown>({
    isResult,
    readAgain: ({ runId }) =>
      typeof runId === 'string' ? { tool: 'get_run', args: { runId } } : undefined,
    call,
    onChange: (state) => states.push(state),
  })

beforeEach(() => {
  states = []
  call = vi.fn(async ({ args }: ReadCall) => readValue(String(args.runId)))
})

describe('what a view knows', () => {
  it('is the result that arrives, and no call is made for it', () => {
    const state = create()
    state.takeInput({ runId: 'r' }, false)
    state.takeInput({ runId: 'run' }, true)
    state.takeInput({ runId: 'ru' }, false)
    state.takeResult(whole('run'))
    expect(latest()).toMatchObject({
      args: { runId: 'run' },
      result: { kind: 'value', value: { runId: 'run' } },
    })
    expect(call).not.toHaveBeenCalled()
  })

  it.each(['input first', 'result first'])(
    'is read again once if the text was cut: %s',
    async (order) => {
      const state = create()
      if (order === 'input first') state.takeInput({ runId: 'run' }, true)
      state.takeResult(cut)
      if (order === 'result first') state.takeInput({ runId: 'run' }, true)
      expect(latest()?.isReading).toBe(true)
      await expect.poll(() => latest()?.result?.kind).toBe('value')
      expect(latest()?.isReading).toBe(false)
      expect(call.mock.calls).toEqual([[{ tool: 'get_run', args: { runId: 'run' } }]])
    },
  )

  it('stays the text if it cannot be read again', async () => {
    call = vi.fn(() => Promise.reject(new Error('no')))
    const state = create()
    state.takeInput({ runId: 'run' }, true)
    state.takeResult(cut)
    await expect.poll(() => latest()?.isReading).toBe(false)
    expect(latest()?.result).toEqual({ kind: 'unreadable', text: 'SUCCEEDED after 3…' })
  })

  it('is not overwritten by an answer that comes after a newer result', async () => {
    let resolve = (_: ReadValue<Shown>) => {}
    const answer = new Promise<ReadValue<Shown>>((settle) => {
      resolve = settle
    })
    call = vi.fn(() => answer)
    const state = create()
    state.takeInput({ runId: 'old' }, true)
    state.takeResult(cut)
    state.takeResult(whole('new'))
    resolve(readValue('old'))
    await answer
    await Promise.resolve()
    expect(latest()?.result).toMatchObject({ value: { runId: 'new' } })
  })

  it('is that the call was cancelled, unless a result has come', () => {
    const state = create()
    state.takeCancelled(undefined)
    expect(latest()?.cancelled).toBe('')
    state.takeResult(whole('run'))
    state.takeCancelled('late')
    expect(latest()?.cancelled).toBeUndefined()
  })
})
