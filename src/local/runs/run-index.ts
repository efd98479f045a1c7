import { z } from 'zod'
import { ALL, type EntryGroups } from '../folder-index/entry-groups.ts'
import { FolderIndex } from '../folder-index/folder-index.ts'
import { isFinal, type Run, type RunStatus, runStatus } from './run.ts'

const entry = z.object({
  id: z.string(),
  at: z.string(),
  status: runStatus,
  actId: z.string(),
  taskId: z.string().nullable(),
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
  /** Started at this time or later. */
  after?: Date | undefined
  /** Started at this time or earlier. */
  before?: Date | undefined
}

/**
 * Returns the index of a folder of runs. It stores runs that have finished, and reads the others.
 * @param read reads a run
 */
export function createRunIndex(root: string, read: (id: string) => Promise<Run | undefined>) {
  return new FolderIndex<RunEntry>({
    root,
    entry,
    groupsOf: ({ actId, taskId }) => [ofActor(actId), ...(taskId === null ? [] : [ofTask(taskId)])],
    read: async (id) => {
      const run = await read(id)
      return run && entryOf(run)
    },
    isLasting: isFinal,
  })
}

export function entryOf({ id, startedAt, status, actId, actorTaskId }: Run): RunEntry {
  return { id, at: startedAt, status, actId, taskId: actorTaskId }
}

/** Tells whether an entry is that of a run as it is. */
export function isEntryOf(entry: RunEntry, run: Run): boolean {
  return JSON.stringify(entry) === JSON.stringify(entryOf(run))
}

/** Returns the entries that a filter names, oldest first. The list may change later. */
export function select(groups: EntryGroups<RunEntry>, filter: RunFilter): readonly RunEntry[] {
  const { statuses = [] } = filter
  const group = groups.list(groupOf(filter))
  if (statuses.length === 0 && !filter.after && !filter.before) return group
  const after = filter.after?.toISOString() ?? ''
  const before = filter.before?.toISOString() ?? '~'
  return group.filter(
    ({ status, at }) =>
      (statuses.length === 0 || statuses.includes(status)) && at >= after && at <= before,
  )
}

function groupOf({ actId, taskId }: RunFilter): string {
  if (taskId !== undefined) return ofTask(taskId)
  return actId === undefined ? ALL : ofActor(actId)
}

function ofActor(id: string): string {
  return `actor ${id}`
}

function ofTask(id: string): string {
  return `task ${id}`
}
