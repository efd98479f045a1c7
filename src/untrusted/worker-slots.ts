/** The longest piece that goes to a worker: it fits the cache of most processors. */
export const SLOT_BYTES = 256 * 1024
/** While a worker reads one piece, the next is put into the other slot. */
export const SLOT_COUNT = 2

/** Memory that a worker shares, so that no piece is copied into a message. */
export type Slots = readonly SharedArrayBuffer[]

export function newSlots(): Slots {
  return Array.from({ length: SLOT_COUNT }, () => new SharedArrayBuffer(SLOT_BYTES))
}
