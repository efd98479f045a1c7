import { type ReadValue, readToolResult, type ToolResult } from './tool-result.ts'

/** What a view knows of the call whose result it shows. */
export interface ViewState<Value> {
  /** The arguments of the call; none until the host passes them on. */
  args: Record<string, unknown>
  /** Undefined until a result has arrived. */
  result: ToolResult<Value> | undefined
  /** Whether the result is being read again, because the host kept only a text. */
  isReading: boolean
  /** Why the call was cancelled; empty if the host does not say. Undefined if it was not. */
  cancelled: string | undefined
}

/** A call of a tool that only reads, which gives a result anew. */
export interface ReadCall {
  tool: string
  args: Record<string, unknown>
}

interface StateOptions<Value> {
  isResult: (value: unknown) => value is Value
  /** Returns the call that reads the result again; undefined if the arguments do not name it. */
  readAgain: (args: Record<string, unknown>, text: string) => ReadCall | undefined
  /** Calls a tool through the host. */
  call: (call: ReadCall) => Promise<ReadValue<Value>>
  onChange: (state: ViewState<Value>) => void
}

/**
 * Keeps what a view knows. A result that the host has shortened is read again once both it and the arguments are
 * there. Nothing else is ever called by itself.
 */
export function createViewState<Value>(options: StateOptions<Value>) {
  let state: ViewState<Value> = {
    args: {},
    result: undefined,
    isReading: false,
    cancelled: undefined,
  }
  let hasInput = false
  let latest = 0
  const set = (change: Partial<ViewState<Value>>) => {
    state = { ...state, ...change }
    options.onChange(state)
  }

  async function readIfNeeded(): Promise<void> {
    const { call, readAgain } = options
    if (state.result?.kind !== 'unreadable' || state.isReading) return
    const { text } = state.result
    const request = readAgain(state.args, text)
    if (!request) return
    const turn = latest
    set({ isReading: true })
    const read = await call(request).catch(() => undefined)
    if (turn !== latest) return
    const result = read === undefined ? state.result : { ...read, text }
    set({ isReading: false, result })
  }

  return {
    /** Takes the arguments of the call; those of a model that still writes are not complete. */
    takeInput(args: Record<string, unknown>, isComplete: boolean): void {
      if (hasInput && !isComplete) return
      set({ args })
      if (!isComplete || hasInput) return
      hasInput = true
      void readIfNeeded()
    },
    takeResult(raw: Record<string, unknown>): void {
      latest++
      const result = readToolResult(raw, options.isResult)
      set({ result, isReading: false, cancelled: undefined })
      void readIfNeeded()
    },
    takeCancelled(reason: string | undefined): void {
      if (state.result === undefined) set({ cancelled: reason ?? '' })
    },
  }
}
