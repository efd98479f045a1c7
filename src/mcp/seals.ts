import { randomBytes } from 'node:crypto'

/** How long a person may take to answer, in seconds. */
export const ANSWER_SECS = 600

/** What makes a sealed question count once, on every process of a server. */
export interface Seals {
  /** Seals questions of a server without a token. */
  key: Buffer
  /**
   * Notes that a question is answered.
   * @returns whether this is its first answer: no other one counts, so that a retry starts no second run
   */
  spend(id: string): boolean | Promise<boolean>
}

/** Seals of one process. */
export class OwnSeals implements Seals {
  /**
   * Questions that a person has answered, in the order of the answers, and until when they could be
   * answered (ms since 1970).
   */
  private readonly answered = new Map<string, number>()

  /** @param key default: a random one */
  constructor(readonly key: Buffer = randomBytes(32)) {}

  spend(id: string): boolean {
    const now = Date.now()
    for (const [old, until] of this.answered) {
      if (until >= now) break
      this.answered.delete(old)
    }
    if (this.answered.has(id)) return false
    this.answered.set(id, now + ANSWER_SECS * 1000)
    return true
  }
}
