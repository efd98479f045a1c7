import { ToolError } from '../../shared/errors.ts'
import type { NamedActor, StartLimits } from '../../shared/start-limits.ts'
import type { Requester } from '../transport/requester.ts'
import { resourceId } from '../transport/resource-paths.ts'
import { apiNamedActor } from '../types/actor-types.ts'
import { apiSavedOptions, apiTask } from '../types/task-types.ts'
import { fullName } from './actor-names.ts'
import type { FindNamed } from './find-named.ts'

/** What a call names that would run: an Actor, or a task of one. */
export interface NamedStart {
  kind: 'Actor' | 'task'
  id: string
}

/** What may run, by the ID that it is to be started by: a name may mean another Actor a moment later. */
interface Startable {
  id: string
  /** The Actor that runs; undefined for a task if every Actor may run. */
  actor: NamedActor | undefined
  /** The limit that a task has of its own, in US dollars. */
  maxTotalChargeUsd?: number | undefined
}

/**
 * Creates functions that find what may run.
 * @param actors undefined if every Actor may run
 */
export function findStartable(
  requester: Requester,
  named: FindNamed,
  actors: StartLimits['actors'],
) {
  const readActor = async (handle: string): Promise<NamedActor> => {
    const resource = { kind: 'Actor', id: handle } as const
    const actor = await named.find(resource, (each) => {
      const path = `/v2/actors/${resourceId('actorId', each)}`
      return requester.data(apiNamedActor, { method: 'GET', path, resource })
    })
    return { id: actor.id, name: fullName(actor) ?? actor.id }
  }

  /**
   * Returns an Actor that may run; undefined, without a request, if every Actor may.
   * @param actorId as a call or the API names it; the API may have left it out
   * @param outcome what a refusal means for the call, for the error
   * @throws {ToolError} if it may not run, or cannot be found
   */
  const allowed = async (
    actorId: string | null | undefined,
    outcome: string,
  ): Promise<NamedActor | undefined> => {
    if (!actors) return undefined
    if (actorId) return actors.allowed(actorId, () => readActor(actorId), outcome)
    throw new ToolError(
      `Apify does not say which Actor that is, and this server runs only some (--allow-actors, --deny-actors), so ${outcome}.`,
      'Name an Actor by `actorId`.',
    )
  }

  const allowedTask = async (handle: string, outcome: string): Promise<Startable> => {
    const resource = { kind: 'task', id: handle } as const
    const { id, actId, options } = await named.find(resource, (each) => {
      const path = `/v2/actor-tasks/${resourceId('taskId', each)}`
      return requester.data(apiTask, { method: 'GET', path, resource })
    })
    const own = apiSavedOptions.safeParse(options).data?.maxTotalChargeUsd || undefined
    return { id, actor: await allowed(actId, outcome), maxTotalChargeUsd: own }
  }

  return {
    allowed,
    /** Like `allowed`, for an Actor or a task, whose Actor counts. */
    async target({ kind, id }: NamedStart, outcome: string): Promise<Startable> {
      if (kind === 'task') return allowedTask(id, outcome)
      const actor = (await allowed(id, outcome)) ?? (await readActor(id))
      return { id: actor.id, actor }
    },
  }
}
