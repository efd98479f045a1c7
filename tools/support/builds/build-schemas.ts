import { z } from 'zod'
import { MAX_WAIT_SECS } from '../run/run-schemas.ts'

export const buildWaitSecs = z
  .int()
  .min(0)
  .max(MAX_WAIT_SECS)
  .describe('Seconds to wait for the end')
  .default(0)

/** A build as every tool shows it. */
export const buildResult = z.object({
  buildId: z.string(),
  actorId: z.string().optional(),
  actorName: z.string().optional(),
  buildNumber: z.string().optional(),
  tag: z.string().optional(),
  status: z.string(),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  durationSecs: z.number().optional(),
  imageBytes: z.number().optional(),
  usageUsd: z.number().optional(),
  consoleUrl: z.string().optional(),
})
