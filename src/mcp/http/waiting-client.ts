import type { ClientResponse } from './client-response.ts'

/** The client of one POST: whether it still waits, and whether the work for it is done. */
export interface WaitingClient {
  /** Resolves when the response is sent, or the connection is lost. */
  closed: Promise<void>
  /** Resolves when the work is done. */
  finished: Promise<void>
  isFinished: boolean
  /** Whether the work goes on without the client. */
  mayLeave: boolean
  finish(): void
}

/** Watches whether the client of a response still waits. */
export function watchClient(response: Pick<ClientResponse, 'once'>): WaitingClient {
  let onFinish = () => {}
  return {
    closed: new Promise((resolve) => response.once('close', resolve)),
    finished: new Promise((resolve) => {
      onFinish = resolve
    }),
    isFinished: false,
    mayLeave: false,
    finish() {
      this.isFinished = true
      onFinish()
    },
  }
}

/** Returns a signal that aborts if a response is closed before it ends. */
export function disconnected(
  response: Pick<ClientResponse, 'writableEnded'>,
  closed: Promise<void>,
): AbortSignal {
  const gone = new AbortController()
  closed.then(() => {
    if (!response.writableEnded) gone.abort()
  })
  return gone.signal
}
