import type { ApiTask, TaskChange } from '../../../src/apify/types/task-types.ts'
import { ToolError } from '../../../src/shared/errors.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { notes } from '../arguments.ts'
import { checkSavedInput } from './check-saved-input.ts'
import { mergeOptions, type SavedOptions } from './saved-options.ts'
import { nothingToChange, uniqueName } from './saved-request.ts'

/** What a refusal of a cost means. */
const TASK_NOT_SAVED = 'the task was not saved'

/** What a call saves. Fields that are undefined stay as they are. */
export interface TaskRequest extends SavedOptions {
  taskId?: string | undefined
  actorId?: string | undefined
  name?: string | undefined
  title?: string | undefined
  input?: Record<string, unknown> | undefined
  publicConfig?: object | undefined
  isPublic?: boolean | undefined
}

/** A task as it was saved, with a note on what was done to it beside what the call asked for. */
interface SavedTask {
  task: ApiTask
  note: string | undefined
}

/**
 * Creates a task, or changes the given fields of one.
 * @throws {ToolError} before anything is sent, if the request, its input or its cost is not allowed
 */
export async function saveTask(request: TaskRequest, context: Context): Promise<SavedTask> {
  checkTaskRequest(request, context.settings)
  const { taskId, actorId, ...given } = request
  if (taskId !== undefined) return changeTask(taskId, request, context)
  return createTask({ ...given, actorId: actorId ?? '' }, context)
}

/**
 * Checks what can be known of a request without the API.
 * @throws {ToolError} if it neither creates nor changes a task
 */
export function checkTaskRequest(
  { taskId, actorId, isPublic, publicConfig, ...rest }: TaskRequest,
  { mode, maxRunCostUsd }: Context['settings'],
): void {
  mergeOptions(undefined, optionsOf(rest), maxRunCostUsd, TASK_NOT_SAVED)
  if (mode === 'local' && (isPublic || publicConfig)) {
    throw new ToolError(
      'The local platform has no Store, so a task cannot be published there. Nothing was saved.',
      'Leave out `isPublic` and `publicConfig`.',
    )
  }
  if (taskId !== undefined) return
  if (actorId === undefined) {
    throw new ToolError(
      'Neither `actorId` nor `taskId` is given.',
      'Give `actorId` to create a task of that Actor, or `taskId` to change a task.',
    )
  }
  if (isPublic) {
    throw new ToolError(
      'A task can be published only once it exists, so nothing was saved.',
      'Save it without `isPublic` first, then call again with its `taskId` and `isPublic`.',
    )
  }
}

function optionsOf(given: SavedOptions): SavedOptions {
  const { build, memoryMbytes, timeoutSecs, maxItems, maxTotalChargeUsd } = given
  return { build, memoryMbytes, timeoutSecs, maxItems, maxTotalChargeUsd }
}

async function createTask(
  given: TaskRequest & { actorId: string },
  { apify, settings }: Context,
): Promise<SavedTask> {
  const { name = uniqueName('task'), title, input, publicConfig, actorId } = given
  const capped = mergeOptions(undefined, optionsOf(given), settings.maxRunCostUsd, TASK_NOT_SAVED)
  const { id: actId } = await apify.getActor(actorId)
  const note =
    input && (await checkSavedInput(apify, { actorId, input, build: given.build }, 'task'))
  const { options } = capped
  const task = await apify.createTask({ actId, name, title, input, options, publicConfig })
  return { task, note }
}

async function changeTask(
  taskId: string,
  given: TaskRequest,
  { apify, settings }: Context,
): Promise<SavedTask> {
  let note: string | undefined
  const task = await apify.updateTask(taskId, async (stored) => {
    const { name, title, input, isPublic, publicConfig } = given
    await checkActor(stored, given.actorId, apify)
    const { maxRunCostUsd } = settings
    const capped = mergeOptions(stored.options, optionsOf(given), maxRunCostUsd, TASK_NOT_SAVED)
    const change: TaskChange = { name, title, input, options: capped.options, isPublic }
    if (publicConfig) change.publicConfig = { ...editable(stored.publicConfig), ...publicConfig }
    if (Object.values(change).every((value) => value === undefined)) throw nothingToChange('task')
    note = notes(capped.note, await checkInput(stored, given, apify))
    return change
  })
  return { task, note }
}

/** Checks an input by the build that the task has after the change. */
async function checkInput(
  { actId, options }: ApiTask,
  { input, build }: TaskRequest,
  apify: Context['apify'],
): Promise<string | undefined> {
  if (!input || !actId) return undefined
  const stored = typeof options?.build === 'string' ? options.build : undefined
  return checkSavedInput(apify, { actorId: actId, input, build: build ?? stored }, 'task')
}

/** @throws {ToolError} if a call gives another Actor than the task has, which the API cannot change */
async function checkActor(
  { actId }: ApiTask,
  actorId: string | undefined,
  apify: Context['apify'],
): Promise<void> {
  if (actorId === undefined || actorId === actId) return
  if ((await apify.getActor(actorId)).id === actId) return
  throw new ToolError(
    'A task keeps its Actor, and `actorId` is another one, so nothing was saved.',
    'Leave out `actorId`, or leave out `taskId` to create a task of the other Actor.',
  )
}

/** Returns what can be set of the public page: Apify alone sets when it was published. */
function editable(config: ApiTask['publicConfig']): object {
  const { publishedAt: _, ...rest } = config ?? {}
  return rest
}
