import type { ApiSchedule } from '../../../src/apify/types/schedule-types.ts'
import { apiScheduleAction } from '../../../src/apify/types/schedule-types.ts'
import { ToolError } from '../../../src/shared/errors.ts'
import { isObject } from '../../../src/shared/json.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { notes } from '../arguments.ts'
import { costCap, startTarget } from '../run/start-run.ts'
import { checkSavedInput } from './check-saved-input.ts'
import { checkTaskCeiling, mergeOptions, type SavedOptions } from './saved-options.ts'

/** What a refusal of a cost means. */
const SCHEDULE_NOT_SAVED = 'the schedule was not saved'
/** Actors, and tasks, that one schedule may run, from Apify's documentation of schedules. */
const MAX_OF_KIND = 10
/** Actions that are checked at the same time. */
const AT_ONCE = 3
/** The content type of an input that is saved as a text (API reference, `ScheduleActionRunInput`). */
const JSON_TYPE = 'application/json; charset=utf-8'

/** What a call lets a schedule run: an Actor or a task. */
export interface ActionRequest extends SavedOptions {
  actorId?: string | undefined
  taskId?: string | undefined
  input?: Record<string, unknown> | undefined
}

/** Actions in the form of the API, with a note on what was done to them. */
interface SavedActions {
  /** Undefined if they stay as they are. */
  actions: object[] | undefined
  note: string | undefined
}

/**
 * Checks what can be known of actions without the API.
 * @param ceiling of the operator, in US dollars
 * @throws {ToolError} names the action
 */
export function checkActions(actions: readonly ActionRequest[], ceiling: number | undefined): void {
  for (const [i, { input: _, actorId, taskId, ...options }] of actions.entries()) {
    try {
      const target = startTarget({ actorId, taskId, webhookUrl: undefined })
      costCap(options.maxTotalChargeUsd, ceiling, SCHEDULE_NOT_SAVED)
      if ('taskId' in target) checkNoOptions(options)
    } catch (error) {
      if (!(error instanceof ToolError)) throw error
      throw new ToolError(`\`actions[${i}]\`: ${error.happened}`, error.remedy, { cause: error })
    }
  }
  for (const key of ['actorId', 'taskId'] as const) {
    const count = actions.filter((action) => action[key] !== undefined).length
    if (count <= MAX_OF_KIND) continue
    throw new ToolError(
      `A schedule runs at most ${MAX_OF_KIND} Actors and ${MAX_OF_KIND} tasks, and \`actions\` has ${count} with \`${key}\`, so ${SCHEDULE_NOT_SAVED}.`,
      'Divide them among several schedules.',
    )
  }
}

/** @throws {ToolError} if options are given for a task, which has its own */
function checkNoOptions(options: SavedOptions): void {
  const [name] = Object.entries(options).find(([, value]) => value !== undefined) ?? []
  if (name === undefined) return
  throw new ToolError(
    `\`${name}\` is given for a task, whose options are saved with it.`,
    'Change them with `save_task`, and leave them out here.',
  )
}

/**
 * Returns actions in the form of the API, each with the operator's ceiling.
 * @throws {ToolError} if an Actor or task does not exist, an input is not valid, or a task may cost too much
 */
export async function newActions(
  requests: readonly ActionRequest[],
  context: Context,
): Promise<SavedActions> {
  const saved: SavedAction[] = []
  for (let from = 0; from < requests.length; from += AT_ONCE) {
    const some = requests
      .slice(from, from + AT_ONCE)
      .map((request) =>
        request.taskId === undefined
          ? actorAction(request, request.actorId ?? '', context)
          : taskAction(request, request.taskId, context),
      )
    saved.push(...(await Promise.all(some)))
  }
  const [note] = saved.flatMap((one) => one.note ?? [])
  return { actions: saved.map(({ action }) => action), note }
}

interface SavedAction {
  action: object
  note: string | undefined
}

async function actorAction(
  { input, actorId: _, taskId: __, ...given }: ActionRequest,
  actorId: string,
  { apify, settings }: Context,
): Promise<SavedAction> {
  const { maxRunCostUsd } = settings
  const { options } = mergeOptions(undefined, given, maxRunCostUsd, SCHEDULE_NOT_SAVED)
  const { id } = await apify.getActor(actorId)
  const { build } = given
  const note = input && (await checkSavedInput(apify, { actorId, input, build }, 'schedule'))
  const runInput = input && { body: JSON.stringify(input), contentType: JSON_TYPE }
  return { action: { type: 'RUN_ACTOR', actorId: id, runInput, runOptions: options }, note }
}

async function taskAction(
  { input }: ActionRequest,
  taskId: string,
  { apify, settings }: Context,
): Promise<SavedAction> {
  const task = await apify.getTask(taskId)
  checkTaskCeiling({ taskId, options: task.options }, settings.maxRunCostUsd)
  const action = { type: 'RUN_ACTOR_TASK', actorTaskId: task.id, input }
  if (!input || !task.actId) return { action, note: undefined }
  // A run of a task has the fields of this input in place of those of the task.
  const merged = isObject(task.input) ? { ...task.input, ...input } : input
  const build = typeof task.options?.build === 'string' ? task.options.build : undefined
  const checked = { actorId: task.actId, input: merged, build }
  return { action, note: await checkSavedInput(apify, checked, 'schedule') }
}

/**
 * Returns the actions that a schedule has, with the operator's ceiling.
 * @throws {ToolError} if it runs a task that may cost too much
 */
export async function keptActions(
  { actions }: Pick<ApiSchedule, 'actions'>,
  { apify, settings }: Context,
): Promise<SavedActions> {
  const { maxRunCostUsd } = settings
  if (maxRunCostUsd === undefined) return { actions: undefined, note: undefined }
  const lowered: (string | undefined)[] = []
  let isChanged = false
  const capped: object[] = []
  for (const stored of actions) {
    const { actorTaskId, runOptions } = apiScheduleAction.parse(stored)
    if (actorTaskId) {
      const { options } = await apify.getTask(actorTaskId)
      checkTaskCeiling({ taskId: actorTaskId, options }, maxRunCostUsd)
      capped.push(stored)
      continue
    }
    const before = isObject(stored.runOptions) ? stored.runOptions : (runOptions ?? undefined)
    const { options, note } = mergeOptions(before, {}, maxRunCostUsd, SCHEDULE_NOT_SAVED)
    isChanged ||= options !== undefined
    lowered.push(note)
    capped.push(options === undefined ? stored : { ...stored, runOptions: options })
  }
  return { actions: isChanged ? capped : undefined, note: notes(...new Set(lowered)) }
}
