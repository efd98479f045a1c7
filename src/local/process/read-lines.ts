import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

/** Calls `onLine` with each line of a stream. One that breaks ends like any other. */
export function readLines(input: Readable, onLine: (line: string) => void): void {
  // The interface repeats the errors of its input.
  createInterface({ input })
    .on('line', onLine)
    .on('error', () => {})
}
