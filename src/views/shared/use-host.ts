import { createContext } from 'preact'
import { useContext, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { type ActionState, type ActionSteps, createAction } from './action.ts'
import { createFormats, type Formats } from './formats.ts'
import type { Host } from './host.ts'

/** Holds the host of the view. `startView` provides it. */
export const HostOfView = createContext<Host | undefined>(undefined)

/** Returns the host, and draws the component again when its context or its tools change. */
export function useHost(): Host {
  const host = useContext(HostOfView)
  if (!host) throw new Error('There is no host. Draw this part through startView.')
  const [, setCount] = useState(0)
  useEffect(() => host.onChange(() => setCount((count) => count + 1)), [host])
  return host
}

/** Returns the formats of the person's language and time zone. */
export function useFormats(): Formats {
  const { locale, timeZone } = useHost().context
  return useMemo(() => createFormats(locale, timeZone), [locale, timeZone])
}

/**
 * Gives a control its action: once at a time, and looked up after an error before another try.
 * @returns `start`, and what to show: `isBusy`, and `error` as plain text
 */
export function useAction(steps: ActionSteps): ActionState & { start: () => void } {
  const [state, setState] = useState<ActionState>({ isBusy: false, error: undefined })
  const latest = useRef(steps)
  latest.current = steps
  const start = useMemo(() => createAction(() => latest.current, setState), [])
  return { ...state, start: () => void start() }
}
