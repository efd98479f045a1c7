type Level = 'INFO ' | 'WARN ' | 'ERROR'

const write = (level: Level) => (message: string) => console.log(`${level} ${message}`)

/** Writes human-readable lines to the run's log. */
export const log = { info: write('INFO '), warn: write('WARN '), error: write('ERROR') }

/** A failure in words; fetch hides the cause of a network failure one level down. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'no answer in time'
  if (error.cause instanceof Error) return error.cause.message || error.message
  return error.message
}
