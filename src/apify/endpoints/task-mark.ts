/** What stands before the mark of a task in the User-Agent of a start. */
export const TASK_PREFIX = 'task/'

const MARK = /(?:^| )task\/([\w-]+)(?= |$)/

/** Returns the mark that a run was started with; undefined if it was not started as a task. */
export function taskMarkOf(userAgent: string | null | undefined): string | undefined {
  return MARK.exec(userAgent ?? '')?.[1]
}
