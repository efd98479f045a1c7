import { setTimeout as sleep } from 'node:timers/promises'
import { type ToolError, toToolError } from '../../shared/errors.ts'
import { ApiFailure, isAmbiguous } from '../transport/api-failure.ts'
import { type CallTimes, lookupAttempts } from '../transport/timeouts.ts'

/** A write that must not be done twice. `cause` says why the response is missing. */
export interface OnceOnly<T> {
  send(): Promise<T>
  /** Looks for what was done, each request for at most `ms()`; undefined if it is not there. A failure counts as that. */
  find(ms: () => number): Promise<T | undefined>
  /** @throws if what was found is not what was sent */
  check?(found: T, cause: ToolError): void
  /** Returns the error if nothing is found, which does not mean that nothing was done. */
  notFound(cause: ToolError): ApiFailure
}

/**
 * Sends a write once. If the response is lost, what it did is looked for some seconds, as long as the call goes on:
 * the API may do it late, or list it late.
 * @throws {ApiFailure} as `notFound`
 */
export async function sendOnce<T>(times: CallTimes, write: OnceOnly<T>): Promise<T> {
  times.signal.throwIfAborted()
  try {
    return await write.send()
  } catch (error) {
    if (error !== times.signal.reason && !isAmbiguous(error)) throw error
    const found = await lookUp(times, write)
    const cause = toToolError(times.signal.aborted ? times.signal.reason : error)
    if (found === undefined) {
      times.watch?.lookedUp(false)
      throw write.notFound(cause)
    }
    write.check?.(found, cause)
    times.watch?.lookedUp(true)
    return found
  }
}

async function lookUp<T>(times: CallTimes, { find }: OnceOnly<T>): Promise<T | undefined> {
  for (const { pause, ms } of lookupAttempts(times)) {
    await sleep(pause, undefined, { signal: times.signal }).catch(() => {})
    if (times.signal.aborted) break
    const found = await find(ms).catch(() => undefined)
    if (found !== undefined) return found
  }
  return undefined
}

/** Returns the error of a write of which it is unknown whether it was done. */
export function lostWrite(happened: string, remedy: string, cause: ToolError): ApiFailure {
  return new ApiFailure(happened, remedy, 'lost', undefined, undefined, { cause })
}
