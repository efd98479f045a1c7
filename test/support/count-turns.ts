/** Waits for some work, and counts how often the event loop turns meanwhile: others wait if it does not. */
export async function countTurns<T>(work: Promise<T>): Promise<{ result: T; turns: number }> {
  let turns = 0
  const timer = setInterval(() => turns++, 0)
  try {
    return { result: await work, turns }
  } finally {
    clearInterval(timer)
  }
}
