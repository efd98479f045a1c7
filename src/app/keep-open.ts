import { ToolError } from '../shared/errors.ts'

/** How many connections in a row may be lost at once, before a call fails. */
const MAX_LOST = 3

interface Closable {
  /** Tells whether the other side is still there. */
  isOpen(): Promise<boolean>
  close(): Promise<void>
}

/** One connection for all calls. */
export interface KeptOpen<T> {
  /** @throws {Error} if it cannot be opened (the next call tries again), a `ToolError` after `close` */
  get(): Promise<T>
  /** Closes it for good, also if it is being opened. */
  close(): Promise<void>
}

/**
 * Opens a connection when it is needed first, and another one when that is lost.
 * @param onLost called before another one is opened
 */
export function keepOpen<T extends Closable>(
  open: () => Promise<T>,
  onLost: () => void,
): KeptOpen<T> {
  let current: Promise<T> | undefined
  let isClosed = false
  const checkOpen = () => {
    if (isClosed)
      throw new ToolError('The server is shutting down and did nothing.', 'Call again later.')
  }
  const take = () => {
    current ??= open().catch((error) => {
      current = undefined
      throw error
    })
    return current
  }
  return {
    async get() {
      for (let lost = 0; lost < MAX_LOST; lost++) {
        checkOpen()
        const taken = take()
        const opened = await taken
        const isOpen = await opened.isOpen()
        checkOpen()
        if (isOpen) return opened
        // Several calls may find out at the same time.
        if (current !== taken) continue
        current = undefined
        onLost()
        await opened.close()
      }
      throw new Error(`The connection was lost ${MAX_LOST} times.`)
    },
    async close() {
      isClosed = true
      const opened = await current?.catch(() => undefined)
      await opened?.close()
    },
  }
}
