import { z } from 'zod'
import { amount, part, text } from './lenient.ts'

/** The account; all of it is only shown. */
export const apiUser = z.object({ id: text, username: text, plan: part({ id: text }) })

export const apiLimits = z.object({
  limits: part({ maxMonthlyUsageUsd: amount }),
  current: part({ monthlyUsageUsd: amount }),
})
