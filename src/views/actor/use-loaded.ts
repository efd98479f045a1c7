import { useLayoutEffect, useState } from 'preact/hooks'
import { messageOf } from '../shared/values.ts'

/** What has been read, or why it could not be. */
export interface Loaded<Value> {
  value: Value | undefined
  error: string | undefined
}

const NOTHING = { value: undefined, error: undefined }

/**
 * Reads something once, when it is first wanted.
 * @param load undefined as long as it is not wanted
 * @param key names what is read: another key reads again
 */
export function useLoaded<Value>(load: (() => Promise<Value>) | undefined, key: string) {
  const [state, setState] = useState<Loaded<Value>>(NOTHING)
  const isWanted = load !== undefined
  useLayoutEffect(() => {
    setState(NOTHING)
    if (!load) return
    let isCurrent = true
    load().then(
      (value) => isCurrent && setState({ value, error: undefined }),
      (error: unknown) => isCurrent && setState({ value: undefined, error: messageOf(error) }),
    )
    return () => {
      isCurrent = false
    }
  }, [key, isWanted])
  return state
}
