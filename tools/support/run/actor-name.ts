import type { Apify } from '../../../src/apify/types/apify.ts'
import type { Run } from '../../../src/apify/types/run-types.ts'

/** `user/name` or `user~name`, which says the whole name. */
const FULL_NAME = /^([^~/]+)[~/]([^~/]+)$/

/**
 * Returns the `user/name` of the Actor of a run, with one request at most.
 * @param given what a call named the Actor by, if it did
 */
export async function actorNameOf(
  { actorId }: Partial<Run>,
  apify: Pick<Apify, 'actorName'>,
  given?: string,
): Promise<string | undefined> {
  const [, user, name] = FULL_NAME.exec(given ?? '') ?? []
  if (user && name) return `${user}/${name}`
  return actorId === undefined ? undefined : apify.actorName(actorId)
}

/** Returns a run with the name of its Actor, right behind the id. */
export function withActorName<R extends Partial<Run>>(run: R, actorName: string | undefined): R {
  if (actorName === undefined) return run
  const { runId, actorId } = run
  const head = { ...(runId !== undefined && { runId }), ...(actorId !== undefined && { actorId }) }
  return { ...head, actorName, ...run }
}
