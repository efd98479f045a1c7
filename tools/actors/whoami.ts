import { z } from 'zod'
import { defineTool, READ } from '../../src/tool-call/tool.ts'

const LOCAL_NOTE =
  'Runs happen on this machine and cost nothing. Set APIFY_TOKEN to use the Apify cloud.'

function noteOf(isTemporary = false): string {
  if (!isTemporary) return LOCAL_NOTE
  return `${LOCAL_NOTE} \`dataDir\` is temporary: it is deleted when the server ends, as the default folder cannot be written.`
}

export default defineTool({
  name: 'whoami',
  title: 'Who am I',
  description:
    'Shows the account that makes the calls, its plan and usage this month, and the limits of this server. Call it first if a call is rejected or cost matters.',
  toolset: 'actors',
  annotations: READ,
  input: z.strictObject({}),
  output: z.object({
    mode: z.enum(['cloud', 'local']),
    userId: z.string().optional(),
    username: z.string().optional(),
    plan: z.string().optional(),
    monthlyUsageUsd: z.number().optional(),
    monthlyUsageLimitUsd: z.number().optional(),
    readOnly: z.boolean(),
    maxRunCostUsd: z.number().optional(),
    dataDir: z.string().optional(),
    note: z.string().optional(),
  }),
  async handler(_, { apify, settings }) {
    const [user, account] = await Promise.all([apify.me(), apify.limits()])
    const local = settings.mode === 'local'
    return {
      mode: settings.mode,
      userId: user.id ?? undefined,
      username: user.username ?? undefined,
      plan: user.plan?.id ?? undefined,
      // Locally nothing costs anything, and a limit of 0 would read as one that is used up.
      ...(!local && {
        monthlyUsageUsd: account?.current?.monthlyUsageUsd ?? undefined,
        monthlyUsageLimitUsd: account?.limits?.maxMonthlyUsageUsd ?? undefined,
      }),
      readOnly: settings.readOnly,
      maxRunCostUsd: settings.maxRunCostUsd,
      dataDir: apify.dataFolder?.path,
      note: local ? noteOf(apify.dataFolder?.isTemporary) : undefined,
    }
  },
})
