import type { Channel, Method } from './channel.ts'
import type { Snapshot } from './protocol.ts'
import type { WorkerHolds } from './worker-holds.ts'

/** How long a worker may take to answer the primary, in milliseconds: it may be busy with a large document. */
const ANSWER_MS = 5_000

/** A worker as the primary knows it. */
export interface Member {
  number: number
  channel: Channel
  holds: WorkerHolds
  /** The bytes of its request bodies, in units, by tenant. */
  bodyUnits: Map<string, number>
  /** Its metrics when they were last asked for. */
  lastSnapshot: Snapshot
  isServing: boolean
}

/** Asks a worker. Returns undefined if it has ended, or does not answer in time. */
export async function askMember<P, R>(
  { channel }: Member,
  method: Method<P, R>,
  params: P,
): Promise<R | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ANSWER_MS, undefined)
  })
  try {
    return await Promise.race([channel.ask(method, params), late])
  } catch {
    return undefined
  } finally {
    clearTimeout(timer)
  }
}
