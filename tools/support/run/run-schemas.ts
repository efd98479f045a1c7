import { z } from 'zod'
import { STATUSES } from '../../../src/apify/types/run-types.ts'
import { actorId, actorInput, taskId } from '../arguments.ts'

/** The longest wait without progress, in seconds: clients give up on such a call after 60 s. */
export const MAX_WAIT_SECS = 45
/** The longest wait if the client gets progress, in seconds. */
export const MAX_WAIT_WITH_PROGRESS_SECS = 300

export const waitSecs = z
  .int()
  .min(0)
  .max(MAX_WAIT_SECS)
  .describe('Seconds to wait for the run to end')
  .default(0)

/** Options have the names that the API gives them. The bounds of memory are those of the API reference. */
const build = z.string()
const memoryMbytes = z.int().min(128).max(32768)
const timeoutSecs = z.int().min(0).max(31_536_000)
const maxItems = z.int().min(1).max(1_000_000_000)
const maxTotalChargeUsd = z.number().min(0.000_001)

/** The options of runs that start later, as tasks and schedules save them. */
export const savedOptions = {
  build: build.optional(),
  memoryMbytes: memoryMbytes.optional(),
  timeoutSecs: timeoutSecs.optional(),
  maxItems: maxItems.optional(),
  maxTotalChargeUsd: maxTotalChargeUsd.optional(),
}

/** What a run is started with. */
export const runOptions = {
  actorId: actorId.optional(),
  taskId: taskId.optional(),
  input: actorInput.optional(),
  build: build.describe('Build tag or number; `latest` by default').optional(),
  memoryMbytes: memoryMbytes.describe('Memory limit, a power of 2').optional(),
  timeoutSecs: timeoutSecs.describe('Seconds until the run times out; 0 for never').optional(),
  maxItems: maxItems.describe('Maximum items to charge for (pay per result)').optional(),
  maxTotalChargeUsd: maxTotalChargeUsd
    .describe('Maximum cost of the run, in US dollars')
    .optional(),
  webhookUrl: z.string().describe('URL to POST to when the run ends').optional(),
}

/** A status that a list can be limited to. */
export const runStatus = z.enum(STATUSES)

/** A run as every tool shows it. */
export const runResult = z.object({
  runId: z.string(),
  actorId: z.string().optional(),
  actorName: z.string().optional(),
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
