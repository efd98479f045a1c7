import type { ChildProcess, Serializable } from 'node:child_process'

/**
 * Watches which connection is being handed to a worker. Node forgets it if the worker ends before it takes
 * it, and its client would wait for ever. Node also keeps what a worker refuses; when all of them end, it is
 * closed instead.
 * @param isStopping whether all workers have been told to end
 * @returns a function that closes the connection, for a worker that has ended
 */
export function watchHandedConnection(child: ChildProcess, isStopping: () => boolean): () => void {
  let handed: unknown
  const { send } = child
  // Before Node hands the worker the next one. One that it has refused goes to another worker.
  child.prependListener('internalMessage', (message: object) => {
    if (!('accepted' in message)) return
    const refused = message.accepted ? undefined : handed
    handed = undefined
    // After Node has put it aside, or handed it to another worker, which refuses it too.
    if (isHandle(refused) && isStopping()) setImmediate(() => refused.close())
  })
  child.send = (message: Serializable, ...rest: unknown[]) => {
    // Node hands one connection at a time, and closes its own end of it when the worker has taken it.
    if (isHandle(rest[0])) handed = rest[0]
    return Boolean(Reflect.apply(send, child, [message, ...rest]))
  }
  return () => {
    if (isHandle(handed)) handed.close()
  }
}

/** A handle of Node. To close one twice does nothing. */
function isHandle(value: unknown): value is { close(): void } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'close' in value &&
    typeof value.close === 'function'
  )
}
