import { Channel } from './channel.ts'

/**
 * Connects this worker to its primary. If the primary ends, so does this process.
 * @throws {Error} if this process is not a worker
 */
export function connectToPrimary(): Channel {
  if (!process.send) throw new Error('This program is started by the server, with --workers.')
  const channel = new Channel((messages) => {
    process.send?.(messages, undefined, undefined, () => {})
  })
  process.on('message', (message) => channel.receive(message))
  return channel
}
