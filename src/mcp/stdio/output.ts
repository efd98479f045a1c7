import type { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ClientOutput, ClientText } from '../../exit/to-client.ts'

/** How many bytes may wait for the client before there is no room for more answers. */
const MAX_UNREAD_BYTES = 64 * 1024
/** How long a client may read nothing before it is no longer waited for, in milliseconds. */
const STALLED_MS = 2000
/** How often that is checked, in milliseconds. */
const CHECK_MS = 50

/** A stream of Node that takes only what may leave to a client. */
export type OutputStream = ClientOutput &
  Pick<Writable, 'on' | 'off' | 'once' | 'writableLength' | 'destroyed'>

/** What is written to a client, and whether it reads that. */
export class StdioOutput implements ClientOutput {
  private readonly stream: OutputStream
  private whenDrained: Promise<void> | undefined

  constructor(stream: OutputStream) {
    this.stream = stream
  }

  /** Whether the client reads, so that more may be written. */
  get hasRoom(): boolean {
    return this.stream.writableLength < MAX_UNREAD_BYTES
  }

  get hasUnread(): boolean {
    return this.stream.writableLength > 0
  }

  /** Writes a text; returns whether there is no need to wait until it is drained. */
  write(text: ClientText): boolean {
    return this.stream.write(text)
  }

  /** Resolves when all that was written is read. Many answers wait for the same event. */
  drained(): Promise<void> {
    this.whenDrained ??= new Promise((resolve) => {
      const end = () => {
        this.stream.off('drain', end).off('close', end)
        this.whenDrained = undefined
        resolve()
      }
      this.stream.on('drain', end).on('close', end)
    })
    return this.whenDrained
  }

  /**
   * Waits until nothing is left to do, as long as the client reads.
   * @param left returns how much is left
   */
  async whileRead(left: () => number | boolean): Promise<void> {
    const state = () => `${this.stream.writableLength} ${left()}`
    let last = state()
    for (let stalledMs = 0; left() && stalledMs < STALLED_MS && !this.stream.destroyed; ) {
      await sleep(CHECK_MS)
      stalledMs = state() === last ? stalledMs + CHECK_MS : 0
      last = state()
    }
  }
}
