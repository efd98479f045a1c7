import type { Run, StartOptions, StartTarget } from '../../../src/apify/types/run-types.ts'
import { ToolError } from '../../../src/shared/errors.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { actorNameOf, withActorName } from './actor-name.ts'
import { waitForRun } from './wait-for-run.ts'
import { webhookNote } from './webhook-note.ts'

/** What a call asks to be run: an Actor or a task, its input and the options of the run. */
export interface RunRequest extends StartOptions {
  actorId?: string | undefined
  taskId?: string | undefined
  input?: object | undefined
}

/**
 * Starts a run and waits for its end.
 * @param waitSecs seconds to wait at most
 * @returns the run, which may still be going on
 * @throws {ToolError} if the request is not valid; nothing is started then
 */
export async function startAndWait(
  request: RunRequest,
  waitSecs: number,
  context: Context,
): Promise<Run> {
  const started = await startRun(request, context)
  const [run, actorName] = await Promise.all([
    waitForRun(started, waitSecs, context),
    actorNameOf(started, context.apify, request.actorId),
  ])
  return withActorName({ maxTotalChargeUsd: started.maxTotalChargeUsd, ...run }, actorName)
}

/**
 * Starts a run.
 * @returns the run as it is right after the start
 * @throws {ToolError} if the request is not valid; nothing is started then
 */
async function startRun(
  { actorId, taskId, input, ...options }: RunRequest,
  { apify, settings }: Context,
): Promise<Run> {
  const target = startTarget({ actorId, taskId, webhookUrl: options.webhookUrl })
  const maxTotalChargeUsd = costCap(options.maxTotalChargeUsd, settings.maxRunCostUsd)
  const isCeiling = options.maxTotalChargeUsd !== maxTotalChargeUsd || undefined
  const started = await apify.startRun(target, input, { ...options, maxTotalChargeUsd, isCeiling })
  return { maxTotalChargeUsd, ...started }
}

/**
 * Starts a run that is a task, and returns it with a sentence on a webhook that cannot arrive.
 * @throws {ToolError} if the request is not valid; nothing is started then
 */
export async function startAsTask(request: RunRequest, context: Context) {
  const run = await startRun(request, context)
  return { ...run, note: webhookNote(request.webhookUrl, context.settings) }
}

/**
 * Returns the Actor or the task that a call starts.
 * @throws {ToolError} if both or neither are given, or `webhookUrl` is not an http(s) URL
 */
export function startTarget({
  actorId,
  taskId,
  webhookUrl,
}: Pick<RunRequest, 'actorId' | 'taskId' | 'webhookUrl'>): StartTarget {
  if (webhookUrl !== undefined && !/^https?:$/.test(protocolOf(webhookUrl))) {
    throw new ToolError(
      '`webhookUrl` is not an http(s) URL, so no run was started.',
      'Give one such as `https://example.com/hook`, or leave it out.',
    )
  }
  if (actorId !== undefined && taskId === undefined) return { actorId }
  if (taskId !== undefined && actorId === undefined) return { taskId }
  throw new ToolError(
    actorId === undefined
      ? 'Neither `actorId` nor `taskId` is given.'
      : 'Both `actorId` and `taskId` are given.',
    'Give exactly one: `actorId` for an Actor (`search_actors` finds one), or `taskId` for a saved task.',
  )
}

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : ''
}

/**
 * Returns the limit on the cost of a run: the call's own, or the operator's ceiling.
 * @param requested in US dollars, like `ceiling`
 * @param outcome what a refusal means for the call, for the error
 * @throws {ToolError} if the call asks for more than the ceiling
 */
export function costCap(
  requested: number | undefined,
  ceiling: number | undefined,
  outcome = 'no run was started',
): number | undefined {
  if (requested !== undefined && ceiling !== undefined && requested > ceiling) {
    throw new ToolError(
      `\`maxTotalChargeUsd\` of ${requested} is more than this server's ceiling of ${ceiling} USD, so ${outcome}.`,
      `Give at most ${ceiling}, or ask the operator to raise --max-run-cost-usd.`,
    )
  }
  return requested ?? ceiling
}

/**
 * Returns the limit on the cost of a run that goes on: the call's own; else the operator's ceiling, unless
 * the run has a lower limit already, which stays.
 * @returns undefined if the run keeps what it has
 * @throws {ToolError} if the call asks for more than the ceiling
 */
export function resurrectionCap(
  requested: number | undefined,
  { maxTotalChargeUsd: own }: Pick<Run, 'maxTotalChargeUsd'>,
  { maxRunCostUsd: ceiling }: Pick<Context['settings'], 'maxRunCostUsd'>,
): number | undefined {
  const cap = costCap(requested, ceiling)
  return requested === undefined && own !== undefined && own <= (cap ?? own) ? undefined : cap
}
