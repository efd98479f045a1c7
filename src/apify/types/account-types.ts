import { z } from 'zod'

/** The account of the token. Every field may be missing or null, because it is only shown. */
const text = z.string().nullish()
const number = z.number().nullish()

export const apiUser = z.object({
  id: text,
  username: text,
  plan: z.object({ id: text }).nullish(),
})

export const apiLimits = z.object({
  limits: z.object({ maxMonthlyUsageUsd: number }).nullish(),
  current: z.object({ monthlyUsageUsd: number }).nullish(),
})
