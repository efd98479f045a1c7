import { createHmac } from 'node:crypto'
import { sharedRunEnds } from '../run-ends.ts'
import type { OwnPart, SharedState } from '../shared-state.ts'
import { BodyByteCounts } from './body-byte-counts.ts'
import type { Channel } from './channel.ts'
import type { PrimaryShares } from './primary-shares.ts'
import { FROM_PRIMARY, FROM_WORKER, type Hello, snapshot } from './protocol.ts'

/** Returns the state of a worker, which its primary has. */
export function workerState(primary: Channel, shares: PrimaryShares, hello: Hello): SharedState {
  const bodyBytes = new BodyByteCounts((own) => primary.tell(FROM_WORKER.bodies, own))
  primary.on(FROM_PRIMARY.bodiesOfOther, ({ worker, ...units }) => {
    bodyBytes.note(worker, units)
    return null
  })
  return {
    ownSecret: hello.secret,
    seals: {
      key: createHmac('sha256', hello.secret).update('seals').digest(),
      spend: (id) => primary.ask(FROM_WORKER.spend, id),
    },
    runEnds: sharedRunEnds((end) => primary.ask(FROM_WORKER.runEnd, end)),
    slots: shares.slots(),
    bodyBytes,
    cancel: (call) => primary.tell(FROM_WORKER.cancel, call),
    join: (part) => answerFor(part, primary),
    worker: {
      number: hello.number,
      count: hello.workers,
      snapshots: () => primary.ask(FROM_WORKER.snapshots, null),
    },
  }
}

/** Answers the primary for this process. */
function answerFor(part: OwnPart, primary: Channel): void {
  primary.on(FROM_PRIMARY.count, (call) => part.count(call))
  primary.on(FROM_PRIMARY.stopCall, (call) => {
    part.cancel(call)
    return null
  })
  primary.on(FROM_PRIMARY.snapshot, async () => snapshot.parse(await part.snapshot()))
}
