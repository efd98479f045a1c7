import { z } from 'zod'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { notes } from '../support/arguments.ts'

const LOCAL_NOTE =
  'Runs happen on this machine and cost nothing. Set APIFY_TOKEN to use the Apify cloud.'

/** Entries of a list of Actors that are shown. */
const MAX_SHOWN = 50

/** Says how far the count of runs reaches. */
function countNote(renewsAt: string | undefined): string {
  return renewsAt === undefined
    ? 'What is left counts the runs that this server has started, until it ends.'
    : 'What is left counts the runs of this account that this server has started today (UTC), not those of its replicas.'
}

function noteOf(isTemporary = false): string {
  if (!isTemporary) return LOCAL_NOTE
  return `${LOCAL_NOTE} \`dataDir\` is temporary: it is deleted when the server ends, as the default folder cannot be written.`
}

export default defineTool({
  name: 'whoami',
  title: 'Who am I',
  description:
    'Shows the account that makes the calls, its plan and usage this month, and the limits of this server. Call it first if a call is rejected or cost matters.',
  purpose: 'Your account, usage and limits',
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
    allowActors: z.array(z.string()).optional(),
    denyActors: z.array(z.string()).optional(),
    maxTotalCostUsd: z.number().optional(),
    usdLeft: z.number().optional(),
    usdReserved: z.number().optional(),
    maxRuns: z.number().optional(),
    runsLeft: z.number().optional(),
    renewsAt: z.string().optional(),
    dataDir: z.string().optional(),
    note: z.string().optional(),
  }),
  async handler(_, { apify, settings, budget }) {
    const [user, account, left] = await Promise.all([apify.me(), apify.limits(), budget?.left()])
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
      allowActors: settings.allowActors?.slice(0, MAX_SHOWN),
      denyActors: settings.denyActors?.slice(0, MAX_SHOWN),
      ...left,
      dataDir: apify.dataFolder?.path,
      note: notes(
        local && noteOf(apify.dataFolder?.isTemporary),
        left && countNote(left.renewsAt),
        (settings.allowActors?.length ?? 0) > MAX_SHOWN &&
          `\`allowActors\` shows ${MAX_SHOWN} of ${settings.allowActors?.length}.`,
      ),
    }
  },
})
