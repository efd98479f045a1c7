/** How long queries and connections may take to end when nobody waits for them any more, in milliseconds. */
const CLOSE_MS = 900

/**
 * Closes something at the end of the process, which does not wait longer for it than so many milliseconds.
 * @param log receives a line if it fails
 */
export async function closeInTime(
  closable: { close(): Promise<void> },
  log: (line: string) => void,
  ms = CLOSE_MS,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  const closed = closable.close().catch((error) => log(`Error while ending: ${error}`))
  await Promise.race([closed, timeUp])
  clearTimeout(timer)
}
