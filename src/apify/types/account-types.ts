import { z } from 'zod'

/** Fields of the account are only shown: one that is missing or has another form counts as missing. */
const text = z.string().nullish().catch(undefined)
const number = z.number().nullish().catch(undefined)

export const apiUser = z.object({
  id: text,
  username: text,
  plan: z.object({ id: text }).nullish().catch(undefined),
})

export const apiLimits = z.object({
  limits: z.object({ maxMonthlyUsageUsd: number }).nullish().catch(undefined),
  current: z.object({ monthlyUsageUsd: number }).nullish().catch(undefined),
})
