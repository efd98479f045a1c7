import type { Requester } from '../transport/requester.ts'
import { resourceId, runRequest } from '../transport/resource-paths.ts'
import { apiActorName } from '../types/actor-types.ts'
import { type AskedStart, apiRun } from '../types/run-types.ts'
import { apiTask } from '../types/task-types.ts'
import { fullName } from './actor-names.ts'
import type { FindNamed } from './find-named.ts'
import type { StartRules } from './start-rules.ts'

/** A question is worth asking without the name, so what tells it is read once, in as many milliseconds. */
const BOUNDS = { retries: 0, totalTimeoutMs: 5000 }
const NOTHING_DONE = 'nothing was done'

/** Returns the endpoint that tells which Actor a start would run. */
export function actorToStartEndpoints(
  requester: Requester,
  named: FindNamed,
  rules: StartRules | undefined,
) {
  const nameOf = async (actorId: string) => {
    const resource = { kind: 'Actor', id: actorId } as const
    const actor = await named.findQuietly(resource, (id) => {
      const path = `/v2/actors/${resourceId('actorId', id)}`
      return requester.data(apiActorName, { method: 'GET', path, resource, ...BOUNDS })
    })
    return fullName(actor)
  }

  const actorIdOf = async (target: AskedStart) => {
    if ('actorId' in target) return target.actorId
    if ('runId' in target)
      return (await requester.data(apiRun, { ...runRequest(target.runId), ...BOUNDS })).actId
    const resource = { kind: 'task', id: target.taskId } as const
    const task = await named.findQuietly(resource, (id) => {
      const path = `/v2/actor-tasks/${resourceId('taskId', id)}`
      return requester.data(apiTask, { method: 'GET', path, resource, ...BOUNDS })
    })
    return task.actId
  }

  const byRules = async (target: AskedStart, { target: find, allowed }: StartRules) => {
    if ('runId' in target) return allowed(await actorIdOf(target), NOTHING_DONE)
    const handle =
      'actorId' in target
        ? ({ kind: 'Actor', id: target.actorId } as const)
        : ({ kind: 'task', id: target.taskId } as const)
    return (await find(handle, NOTHING_DONE)).actor
  }

  return {
    /**
     * Returns the `user/name` of the Actor that a start would run; undefined if it cannot be read in time.
     * @throws {ToolError} if the operator has lists of Actors, and it may not run, or cannot be found
     */
    async actorToStart(target: AskedStart): Promise<string | undefined> {
      if (rules?.hasLists) return (await byRules(target, rules))?.name
      try {
        const actorId = await actorIdOf(target)
        return actorId ? await nameOf(actorId) : undefined
      } catch {
        return undefined
      }
    },
  }
}
