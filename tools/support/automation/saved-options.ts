import { z } from 'zod'
import { apiSavedOptions } from '../../../src/apify/types/task-types.ts'
import { ToolError } from '../../../src/shared/errors.ts'
import { plainHandle } from '../../../src/shared/handles.ts'
import { quotedName } from '../../../src/shared/quote.ts'
import { costCap } from '../run/start-run.ts'

/** The options of runs that start later, by the names of the API. */
export interface SavedOptions {
  build?: string | undefined
  memoryMbytes?: number | undefined
  timeoutSecs?: number | undefined
  maxItems?: number | undefined
  maxTotalChargeUsd?: number | undefined
}

/** The same as results show them. */
export const shownOptions = {
  build: z.string().optional(),
  memoryMbytes: z.number().optional(),
  timeoutSecs: z.number().optional(),
  maxItems: z.number().optional(),
  maxTotalChargeUsd: z.number().optional(),
}

/** Returns the options that a task or an action has, without those that are null. */
export function readOptions(options: unknown): SavedOptions {
  const read = apiSavedOptions.safeParse(options).data ?? {}
  return Object.fromEntries(
    Object.entries(read).filter(([, value]) => value !== null && value !== undefined),
  )
}

/** What is saved in place of the options that were, and what the agent must know about it. */
export interface CappedOptions {
  /** Undefined if nothing changes. */
  options: object | undefined
  note?: string
}

/**
 * Returns options with those that a call gives, and never more than the operator's ceiling: what starts
 * later is outside of this server.
 * @param stored options as they are now, of which the others stay
 * @param given the options of the call
 * @param ceiling in US dollars
 * @param outcome what a refusal means, for the error
 * @throws {ToolError} if the call gives more than the ceiling
 */
export function mergeOptions(
  stored: object | null | undefined,
  given: SavedOptions,
  ceiling: number | undefined,
  outcome: string,
): CappedOptions {
  const named = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const requested = costCap(given.maxTotalChargeUsd, ceiling, outcome)
  const before = readOptions(stored).maxTotalChargeUsd
  const isCapped =
    given.maxTotalChargeUsd === undefined && ceiling !== undefined && !(before && before <= ceiling)
  if (Object.keys(named).length === 0 && !isCapped) return { options: undefined }
  const cap = isCapped ? { maxTotalChargeUsd: requested } : {}
  return {
    options: { ...stored, ...named, ...cap },
    ...(isCapped &&
      before && {
        note: `Its \`maxTotalChargeUsd\` of ${before} was lowered to ${ceiling}, the ceiling of this server.`,
      }),
  }
}

/**
 * Checks that a task that is to be scheduled costs no more than the operator's ceiling: the schedule cannot
 * limit it.
 * @param taskId as the call names it
 * @throws {ToolError} says how to give it a ceiling
 */
export function checkTaskCeiling(
  { taskId, options }: { taskId: string; options: unknown },
  ceiling: number | undefined,
): void {
  if (ceiling === undefined) return
  const cap = readOptions(options).maxTotalChargeUsd
  if (cap && cap <= ceiling) return
  const name = quotedName(plainHandle(taskId))
  throw new ToolError(
    `Each run of task ${name} may cost ${cap ? `${cap} USD` : 'any amount'}, and this server's ceiling is ${ceiling} USD, so the schedule was not saved.`,
    `First save the task with a ceiling: \`save_task\` with \`taskId\` ${name} and \`maxTotalChargeUsd\` of at most ${ceiling}.`,
  )
}
