/** How this process ends: once, with what has to be done before. */
export interface ProcessEnd {
  /** From now on `finish` is done before the process ends; until then it ends at once. */
  finishWith(finish: () => Promise<void>): void
  /** Ends the process with an exit code. Default: 0. */
  end(code?: number): void
}

/**
 * Ends the process with code 0 on SIGTERM and SIGINT, from now on. It is called once, before the rest is
 * loaded: a signal that comes between two listeners is lost, and without one it kills the process.
 */
export function endOnSignals(): ProcessEnd {
  let finish: (() => Promise<void>) | undefined
  let isEnding = false
  const end = async (code = 0) => {
    if (isEnding) return
    isEnding = true
    await finish?.()
    process.exit(code)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => end())
  return {
    finishWith(given) {
      finish = given
    },
    end: (code) => void end(code),
  }
}
