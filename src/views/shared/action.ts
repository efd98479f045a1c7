import { messageOf } from './values.ts'

/** What a control shows of the action behind it. */
export interface ActionState {
  isBusy: boolean
  /** Why the last try failed, as plain text. */
  error: string | undefined
}

/** Something that a person starts and that must not happen twice by accident. */
export interface ActionSteps {
  run(): Promise<void>
  /**
   * Finds out after an error whether the action has happened all the same: its answer may have been lost.
   * `done` forgets the error; `again` lets the person try again.
   */
  lookUp?: (() => Promise<'done' | 'again'>) | undefined
}

/**
 * Makes an action that runs once at a time. After an error, the state is looked up; until that succeeds, a further
 * try looks it up again and starts nothing.
 * @param getSteps returns the steps as they are when the action starts
 */
export function createAction(getSteps: () => ActionSteps, onChange: (state: ActionState) => void) {
  let isBusy = false
  let mustLookUp = false
  let error: string | undefined
  const show = (change: { isBusy: boolean; error: string | undefined }) => {
    isBusy = change.isBusy
    error = change.error
    onChange({ isBusy, error })
  }
  const lookUp = async () => {
    const look = getSteps().lookUp
    mustLookUp = look !== undefined
    if (look && (await look()) === 'done') error = undefined
    mustLookUp = false
  }

  return async function start(): Promise<void> {
    if (isBusy) return
    show({ isBusy: true, error: undefined })
    try {
      if (mustLookUp) {
        error = 'The last try failed. Nothing was started since; try again.'
        await lookUp()
      } else await getSteps().run()
    } catch (failure) {
      error = messageOf(failure)
      // If this fails as well, the next try begins with it.
      if (!mustLookUp) await lookUp().catch(() => {})
    }
    show({ isBusy: false, error })
  }
}
