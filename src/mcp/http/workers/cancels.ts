import type { CallName } from '../in-flight-requests.ts'
import { askMember, type Member } from './member.ts'
import { FROM_PRIMARY } from './protocol.ts'

/** How many cancels may wait for workers that are busy. Later ones have no effect, as MCP allows. */
const MAX_WAITING = 10_000

/** Cancels of calls that any worker may be answering. */
export class Cancels {
  private waiting = 0

  /**
   * Stops a call. If two requests of the server have its name, none is stopped, since what cannot be told
   * apart is not cancelled; nor if a worker does not answer, which may have such a request.
   */
  async stop(members: readonly Member[], call: CallName): Promise<void> {
    if (this.waiting >= MAX_WAITING) return
    this.waiting++
    const answers = await Promise.all(
      members.map(async (member) => ({
        member,
        count: await askMember(member, FROM_PRIMARY.count, call),
      })),
    )
    this.waiting--
    // The requests of a worker that has ended have ended too.
    const found = answers.filter(({ member, count }) => count !== 0 && !member.channel.isClosed)
    const [only] = found
    if (found.length === 1 && only?.count === 1)
      only.member.channel.tell(FROM_PRIMARY.stopCall, call)
  }
}
