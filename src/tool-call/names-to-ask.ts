import type { AskedStart } from '../apify/types/run-types.ts'
import type { Context } from './tool.ts'

/** `user/name` or `user~name`, which names the author already. */
const FULL_NAME = /^[^~/]+[~/][^~/]+$/

interface AskingContext extends Pick<Context, 'settings'> {
  /** Returns the `user/name` of the Actor that would run; undefined if it cannot be read. */
  actorToStart?: Context['apify']['actorToStart'] | undefined
}

/**
 * Returns the `user/name` of the Actors that a call would start, by the handles in the call. Names that say the
 * author are not looked up, unless the operator has lists of Actors: what they refuse, nobody is asked about.
 * @throws {ToolError} if the lists refuse one
 */
export async function namesToAsk(
  starts: readonly AskedStart[],
  { settings, actorToStart }: AskingContext,
): Promise<Map<string, string>> {
  const hasLists = settings.allowActors !== undefined || settings.denyActors !== undefined
  const found = await Promise.all(
    starts.map(async (start): Promise<[string, string][]> => {
      if (!hasLists && 'actorId' in start && FULL_NAME.test(start.actorId)) return []
      const name = await actorToStart?.(start)
      return name === undefined ? [] : [[handleOf(start), name]]
    }),
  )
  return new Map(found.flat())
}

function handleOf(start: AskedStart): string {
  if ('actorId' in start) return start.actorId
  return 'taskId' in start ? start.taskId : start.runId
}
