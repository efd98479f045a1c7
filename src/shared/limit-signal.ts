import { timerMs } from './timer-ms.ts'

/** A signal, and what ends its timer and its link to the signal that it follows. */
export interface LimitedSignal {
  signal: AbortSignal
  stop: () => void
  /** Stops, and ends whatever still follows the signal. */
  end: (reason: Error) => void
}

/**
 * Returns a signal that aborts with another one, with the same reason, or after `ms` milliseconds.
 * It does what `AbortSignal.any` does in a fifth of the time, since it is told when it is not needed any more.
 * @param ms `Infinity` for never
 * @param reason returns the reason of an abort after that time
 */
export function limitSignal(signal: AbortSignal, ms: number, reason: () => Error): LimitedSignal {
  const limited = new AbortController()
  const follow = () => limited.abort(signal.reason)
  if (signal.aborted) follow()
  else signal.addEventListener('abort', follow)
  const timer =
    ms === Number.POSITIVE_INFINITY
      ? undefined
      : setTimeout(() => limited.abort(reason()), timerMs(ms))
  const stop = () => {
    clearTimeout(timer)
    signal.removeEventListener('abort', follow)
  }
  return {
    signal: limited.signal,
    stop,
    end(reason) {
      stop()
      limited.abort(reason)
    },
  }
}
