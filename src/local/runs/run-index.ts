import { z } from 'zod'
import { ALL, type EntryGroups } from '../folder-index/entry-groups.ts'
import { FolderIndex } from '../folder-index/folder-index.ts'
import { placeIn } from '../sorted-list.ts'
import { isFinal, type Run, type RunMeta, type RunStatus, runOrigin, runStatus } from './run.ts'

/** The file of a run in its folder. */
export const FILE = 'run.json'

const entry = z.object({
  id: z.string(),
  at: z.string(),
  status: runStatus,
  actId: z.string(),
  taskId: z.string().nullable(),
  // Older releases stored none.
  origin: runOrigin.default('API'),
})

/** What runs are listed by. */
export type RunEntry = z.infer<typeof entry>

/** Which runs to list: those that every given condition names. */
export interface RunFilter {
  actId?: string | undefined
  /** Takes precedence over `actId`. */
  taskId?: string | undefined
  /** Any of these; all if empty. */
  statuses?: readonly RunStatus[]
  origin?: RunMeta['origin'] | undefined
  /** Started at this time or later. */
  after?: Date | undefined
  /** Started at this time or earlier. */
  before?: Date | undefined
}

/**
 * Returns the index of a folder of runs. It stores runs that have finished, and reads the others.
 * @param open returns a run
 */
export function createRunIndex(root: string, open: (id: string) => Promise<Run | undefined>) {
  return new FolderIndex<RunEntry, Run>({
    root,
    file: FILE,
    entry,
    groupsOf: rememberGroups(),
    read: async (id) => {
      const run = await open(id)
      return run && entryOf(run)
    },
    open,
    entryOf,
    isLasting: isFinal,
  })
}

export function entryOf({ id, startedAt, status, actId, actorTaskId, meta }: Run): RunEntry {
  return { id, at: startedAt, status, actId, taskId: actorTaskId, origin: meta.origin }
}

/**
 * Returns the entries that a filter names, oldest first. The list may change later. One status costs the same in a
 * list of any length; several look at each entry of the Actor or the task, and a time copies those in it.
 */
export function select(
  groups: EntryGroups<RunEntry>,
  { actId, taskId, statuses = [], origin, after, before }: RunFilter,
): readonly RunEntry[] {
  const [status, ...others] = statuses
  const owner = taskId === undefined ? ofActor(actId) : ofTask(taskId)
  const isOne = status !== undefined && others.length === 0
  const group = between(groups.list(isOne ? withStatus(owner, status) : owner), after, before)
  const found = others.length === 0 ? group : group.filter((one) => statuses.includes(one.status))
  return origin === undefined ? found : found.filter((one) => one.origin === origin)
}

/** Returns the entries of runs that started in a time, both ends included. */
function between(group: readonly RunEntry[], after?: Date, before?: Date): readonly RunEntry[] {
  if (!after && !before) return group
  const [first, last] = [after?.toISOString() ?? '', before?.toISOString() ?? '~']
  const from = placeIn(group, ({ at }) => at < first)
  const to = placeIn(group, ({ at }) => at <= last)
  return group.slice(from, to)
}

/** Returns `groupsOf` for very many runs, of which many have the same groups: their names take long to make. */
function rememberGroups(): typeof groupsOf {
  const known = new Map<string, string[]>()
  return (run) => {
    const key = `${run.actId} ${run.taskId} ${run.status}`
    const groups = known.get(key) ?? groupsOf(run)
    known.set(key, groups)
    return groups
  }
}

function groupsOf({ status, actId, taskId }: RunEntry): string[] {
  const owners = [ofActor(actId), ...(taskId === null ? [] : [ofTask(taskId)])]
  return [withStatus(ALL, status), ...owners, ...owners.map((owner) => withStatus(owner, status))]
}

function ofActor(id: string | undefined): string {
  return id === undefined ? ALL : `actor ${id}`
}

function ofTask(id: string): string {
  return `task ${id}`
}

function withStatus(owner: string, status: RunStatus): string {
  return `${owner} ${status}`
}
