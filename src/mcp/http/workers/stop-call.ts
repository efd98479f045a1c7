import type { CallName } from '../in-flight-requests.ts'
import { askMember, type Member } from './member.ts'
import { FROM_PRIMARY } from './protocol.ts'

/**
 * Stops a call, whichever worker answers it. If two requests of the server have its name, none is stopped,
 * since what cannot be told apart is not cancelled.
 */
export async function stopCall(members: readonly Member[], call: CallName): Promise<void> {
  const counted = await Promise.all(
    members.map(async (member) => ({
      member,
      count: (await askMember(member, FROM_PRIMARY.count, call)) ?? 0,
    })),
  )
  const [found, another] = counted.filter(({ count }) => count > 0)
  if (found?.count === 1 && !another) await askMember(found.member, FROM_PRIMARY.stopCall, call)
}
