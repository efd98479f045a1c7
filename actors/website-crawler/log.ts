type Level = 'INFO ' | 'WARN ' | 'ERROR'

const write = (level: Level) => (message: string) => console.log(`${level} ${message}`)

/** Writes human-readable lines to the run's log. */
export const log = { info: write('INFO '), warn: write('WARN '), error: write('ERROR') }

/** Returns an error in words. `fetch` puts the cause of a network error in `error.cause`. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'timed out'
  if (error.cause instanceof Error) return error.cause.message || error.message
  return error.message
}
