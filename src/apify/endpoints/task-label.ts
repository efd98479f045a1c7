/** What stands before the label of a task in the User-Agent of a start. */
export const TASK_PREFIX = 'task/'

const LABEL = /(?:^| )task\/([\w-]+)(?= |$)/

/** Returns the label that a run was started with; undefined if it was not started as a task. */
export function taskLabelOf(userAgent: string | null | undefined): string | undefined {
  return LABEL.exec(userAgent ?? '')?.[1]
}
