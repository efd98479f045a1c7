let last: Promise<void> = Promise.resolve()

/**
 * Waits for one's turn to work for tens of milliseconds. Between two turns the program does all else that
 * there is to do, so that many large documents at a time hold up nobody for the sum of them.
 */
export function turn(): Promise<void> {
  const mine = last
  last = mine.then(() => new Promise((resolve) => setImmediate(resolve)))
  return mine
}
