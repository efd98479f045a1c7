/**
 * Ends the process on SIGTERM and SIGINT, once, after `finish` is done.
 * @returns a function that ends the process in the same way, with an exit code (default: 0)
 */
export function endOnSignals(finish: () => Promise<void>): (code?: number) => void {
  let ending = false
  const end = async (code: number) => {
    if (ending) return
    ending = true
    await finish()
    process.exit(code)
  }
  process.once('SIGTERM', () => end(0))
  process.once('SIGINT', () => end(0))
  return (code = 0) => void end(code)
}
