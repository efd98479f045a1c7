import type { ConfirmationContext } from '../../../src/tool-call/tool.ts'
import { shownActor, shownName, shownTask, sized } from '../confirmation-questions.ts'
import { shownJson } from '../shown-content.ts'
import { checkTaskRequest, type TaskRequest } from './save-task.ts'
import { fieldsOf } from './saved-request.ts'

/**
 * Returns what a person is asked before a task is saved.
 * @throws {ToolError} if the task would be refused
 */
export function taskQuestion(
  request: TaskRequest,
  { settings, actorNames }: ConfirmationContext,
): string {
  checkTaskRequest(request, settings)
  const { taskId, actorId, name, isPublic, ...rest } = request
  const as = name === undefined ? '' : ` as ${shownName(name)}`
  const what =
    taskId === undefined
      ? `Create a task of ${shownActor(actorId ?? '', actorNames)}${as}?`
      : `Change ${fieldsOf({ name, ...rest })} of ${shownTask(taskId, actorNames)}?`
  const lost = taskId !== undefined && rest.input ? 'Its input is replaced.' : ''
  const page = isPublic === false ? 'It is no longer public.' : ''
  return [what, lost, isPublic ? 'It becomes public on Apify.' : page].filter(Boolean).join(' ')
}

/** Returns the input that would be saved as a question shows it. */
export function taskContent({ input }: Pick<TaskRequest, 'input'>): string | undefined {
  if (!input) return undefined
  const json = JSON.stringify(input)
  return `Input (${sized(Buffer.byteLength(json))}): ${shownJson(json)}`
}
