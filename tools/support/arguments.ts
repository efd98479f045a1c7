import { z } from 'zod'
import {
  type Run,
  type StartTarget,
  type StorageRef,
  TERMINAL_STATUSES,
} from '../../src/apify/types/run-types.ts'
import { ToolError } from '../../src/shared/errors.ts'
import { isObject } from '../../src/shared/json.ts'

/** Inputs that several tools take. */
export const runId = z.string().describe('Run id')
export const datasetId = z.string().describe('Id or `user/name` of a dataset')
export const storeId = z.string().describe('Id or `user/name` of a key-value store')
export const recordKey = z.string().describe('Key, such as `OUTPUT`')

/** In place of the id of a storage. */
export const ownerRunId = z.string().describe("Or a run's id, for its default storage")

/** Seconds to hold an answer; 45 stays below the 60 s after which clients give up on a call. */
export const waitSecs = z
  .int()
  .min(0)
  .max(45)
  .describe('Seconds to wait for the end of the run')
  .default(0)

/** A place in a list or a text; the upper bound is the largest that every client's integers hold. */
export const position = z.int().min(0).max(Number.MAX_SAFE_INTEGER)
export const offset = position.describe('Rows to skip; take it from `next`').default(0)
export const limit = z.int().min(1).max(1000)
export const names = z.array(z.string())

export const actorId = z.string().describe('`user/name` or id of the Actor')

/** Any JSON object; its keys are its own affair. */
export const jsonObject = z
  .custom<Record<string, unknown>>(isObject, 'must be a JSON object')
  .meta({ type: 'object' })

export const actorInput = jsonObject.describe("The Actor's input")

/** Options of a run, named as the API names them. */
export const runOptions = {
  actorId: actorId.optional(),
  taskId: z.string().describe('Or a saved task: `user/name` or id').optional(),
  input: actorInput.optional(),
  build: z.string().describe('Build tag or number; `latest` by default').optional(),
  memoryMbytes: z.int().min(128).max(32768).describe('Memory limit, a power of 2').optional(),
  timeoutSecs: z
    .int()
    .min(0)
    .max(31_536_000)
    .describe('The run is ended after this; 0: never')
    .optional(),
  maxItems: z
    .int()
    .min(1)
    .max(1_000_000_000)
    .describe('Most items to be charged for (pay per result)')
    .optional(),
  maxTotalChargeUsd: z
    .number()
    .min(0.000_001)
    .describe('Most that the run may cost, in US dollars')
    .optional(),
  webhookUrl: z.string().describe('Gets a POST when the run ends').optional(),
}

/** A run as every tool shows it. */
export const runResult = z.object({
  runId: z.string(),
  actorId: z.string().optional(),
  status: z.string(),
  statusMessage: z.string().optional(),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  durationSecs: z.number().optional(),
  exitCode: z.number().optional(),
  datasetId: z.string().optional(),
  storeId: z.string().optional(),
  build: z.string().optional(),
  usageUsd: z.number().optional(),
  maxTotalChargeUsd: z.number().optional(),
  consoleUrl: z.string().optional(),
})

export const note = z.string().optional()

/** The formats of items that the API knows. */
export const itemFormat = z.enum(['json', 'jsonl', 'csv', 'xml', 'html', 'rss', 'xlsx'])

export const storageType = z.enum(['dataset', 'key-value-store'])

export function hasEnded(run: Run): boolean {
  return TERMINAL_STATUSES.includes(run.status)
}

/**
 * The storage that a call is about, by its own id or as the default storage of a run.
 * @throws ToolError where both or none is given
 */
export function storageRef(
  argument: string,
  id: string | undefined,
  runId: string | undefined,
): StorageRef {
  if (id !== undefined && runId === undefined) return { id }
  if (runId !== undefined && id === undefined) return { runId }
  throw new ToolError(
    id === undefined
      ? `Neither \`${argument}\` nor \`runId\` is given.`
      : `Both \`${argument}\` and \`runId\` are given.`,
    `Give exactly one: \`${argument}\` for a storage, or \`runId\` for the default storage of that run.`,
  )
}

/**
 * What a call starts, an Actor or a task.
 * @throws ToolError where both or none is given, or the webhook's address is none
 */
export function startTarget(args: {
  actorId?: string | undefined
  taskId?: string | undefined
  webhookUrl?: string | undefined
}): StartTarget {
  const { actorId, taskId, webhookUrl } = args
  if (webhookUrl !== undefined && !/^https?:$/.test(protocolOf(webhookUrl))) {
    throw new ToolError(
      '`webhookUrl` is not an http(s) address; no run was started.',
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
 * The cap on the cost of a run: what the call names, else the operator's ceiling.
 * @throws ToolError where the call names more than the ceiling, before anything is sent
 */
export function costCap(
  asked: number | undefined,
  ceiling: number | undefined,
): number | undefined {
  if (asked !== undefined && ceiling !== undefined && asked > ceiling) {
    throw new ToolError(
      `\`maxTotalChargeUsd\` of ${asked} is more than this server's ceiling of ${ceiling} USD; no run was started.`,
      `Give at most ${ceiling}, or ask the operator to raise --max-run-cost-usd.`,
    )
  }
  return asked ?? ceiling
}

/** One line of progress about a run. */
export function runProgress(run: Run): string {
  return run.statusMessage
    ? `${run.status}: ${run.statusMessage}`
    : `Run ${run.runId} is ${run.status}`
}

/** Joins the sentences that apply into one note. */
export function notes(...sentences: (string | false | undefined)[]): string | undefined {
  return sentences.filter((sentence) => sentence).join(' ') || undefined
}
