import { type FSWatcher, watch } from 'node:fs'

/** How often to look where the system does not tell of changes. */
const POLL_MS = 200

/**
 * Calls back soon after each change of a file, until the returned function is called. Windows tells
 * late of changes through a handle that stays open, and a system may have no watches left: there a
 * timer looks.
 */
export function watchChanges(path: string, onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  let watcher: FSWatcher | undefined
  const poll = () => {
    timer ??= setInterval(onChange, POLL_MS).unref()
  }
  if (process.platform === 'win32') poll()
  try {
    watcher = watch(path, { persistent: false }, onChange).on('error', poll)
  } catch {
    poll()
  }
  return () => {
    watcher?.close()
    clearInterval(timer)
  }
}
