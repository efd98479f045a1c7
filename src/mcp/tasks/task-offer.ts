/** The revision of the protocol that has tasks, as an experimental utility of its core. */
export const TASKS_VERSION = '2025-11-25'
/** The extension of the later revisions that has tasks (SEP-2663). */
export const TASKS_EXTENSION = 'io.modelcontextprotocol/tasks'

/** A tool, or one of a catalog, as far as it says which tasks there are. */
interface Offered {
  name: string
  /** How it is called as a task; undefined if it cannot be. */
  task?: unknown
}

/** Which requests about tasks a server answers, beside those for the state and the result of one. */
export interface TaskOffer {
  list: boolean
  cancel: boolean
}

/**
 * Returns what a server with these tools offers of tasks: nothing that its tools do not offer as well.
 * @param hasLateTools whether tools of Actors arrive later
 * @returns undefined if no tool can be called as a task
 */
export function taskOffer(tools: readonly Offered[], hasLateTools: boolean): TaskOffer | undefined {
  if (!hasLateTools && !tools.some(({ task }) => task)) return undefined
  const has = (name: string) => tools.some((tool) => tool.name === name)
  return { list: has('list_runs'), cancel: has('abort_run') }
}

/** Returns the capability `tasks` of revision 2025-11-25. */
export function tasksCapability({ list, cancel }: TaskOffer) {
  return {
    ...(list && { list: {} }),
    ...(cancel && { cancel: {} }),
    requests: { tools: { call: {} } },
  }
}

/** Returns listed tools that say which of them can be called as tasks, in revision 2025-11-25. */
export function withTaskSupport<T extends { name: string }>(
  tools: readonly T[],
  isTask: (name: string) => boolean,
): (T & { execution?: { taskSupport: 'optional' } })[] {
  return tools.map((tool) =>
    isTask(tool.name) ? { ...tool, execution: { taskSupport: 'optional' as const } } : tool,
  )
}
