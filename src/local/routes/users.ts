import { notFound } from '../api-error.ts'
import { data } from '../http/reply.ts'
import type { Route } from '../http/router.ts'
import { USER_ID, USERNAME } from '../ids.ts'

/** The API's names of the features of an account, in its order. */
const FEATURES = [
  'ACTORS',
  'STORAGE',
  'SCHEDULER',
  'PROXY',
  'PROXY_EXTERNAL_ACCESS',
  'PROXY_RESIDENTIAL',
  'PROXY_SERPS',
  'WEBHOOKS',
  'ACTORS_PUBLIC_ALL',
  'ACTORS_PUBLIC_DEVELOPER',
]
/** The features that work locally. */
const ENABLED = ['ACTORS', 'STORAGE', 'SCHEDULER', 'PROXY', 'WEBHOOKS']

/** Locally there are no limits, but the API requires numbers. */
const UNLIMITED = 1_000_000

const LIMITS = {
  maxMonthlyUsageUsd: 0,
  maxMonthlyActorComputeUnits: UNLIMITED,
  maxMonthlyExternalDataTransferGbytes: UNLIMITED,
  maxMonthlyProxySerps: 0,
  maxMonthlyResidentialProxyGbytes: 0,
  maxActorMemoryGbytes: UNLIMITED,
  maxActorCount: UNLIMITED,
  maxActorTaskCount: UNLIMITED,
  maxConcurrentActorJobs: UNLIMITED,
  maxTeamAccountSeatCount: 1,
  maxScheduleCount: UNLIMITED,
  dataRetentionDays: UNLIMITED,
}

export const userRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v2/users/me',
    handler: (_request, { proxy }) =>
      data({
        id: USER_ID,
        username: USERNAME,
        proxy: { password: proxy.password, groups: [] },
        plan: {
          id: 'LOCAL',
          description: 'Local platform',
          isEnabled: true,
          monthlyBasePriceUsd: 0,
          monthlyUsageCreditsUsd: 0,
          maxMonthlyUsageUsd: 0,
          enabledPlatformFeatures: ENABLED,
          availableProxyGroups: {},
        },
        effectivePlatformFeatures: Object.fromEntries(FEATURES.map(describeFeature)),
        isPaying: false,
      }),
  },
  {
    method: 'GET',
    path: '/v2/users/:userId',
    handler: ({ param }) => {
      if (![USER_ID, USERNAME].includes(param('userId'))) throw notFound('User')
      return data({ username: USERNAME })
    },
  },
  {
    method: 'GET',
    path: '/v2/users/me/usage/monthly',
    handler: () =>
      data({
        usageCycle: thisMonth(new Date()),
        monthlyServiceUsage: {},
        dailyServiceUsages: [],
        totalUsageCreditsUsdBeforeVolumeDiscount: 0,
        totalUsageCreditsUsdAfterVolumeDiscount: 0,
      }),
  },
  {
    method: 'GET',
    path: '/v2/users/me/limits',
    handler: async (_request, { actors, runs, schedules, tasks }) => {
      const [allActors, activeCount] = [await actors.list(), runs.activeCount]
      const [allTasks, allSchedules] = await Promise.all([tasks.list(), schedules.list()])
      return data({
        monthlyUsageCycle: thisMonth(new Date()),
        limits: LIMITS,
        current: {
          monthlyUsageUsd: 0,
          monthlyActorComputeUnits: 0,
          monthlyExternalDataTransferGbytes: 0,
          monthlyProxySerps: 0,
          monthlyResidentialProxyGbytes: 0,
          actorMemoryGbytes: 0,
          actorCount: allActors.length,
          actorTaskCount: allTasks.length,
          activeActorJobCount: activeCount,
          teamAccountSeatCount: 1,
          scheduleCount: allSchedules.length,
        },
      })
    },
  },
]

function describeFeature(name: string): [string, object] {
  const isEnabled = ENABLED.includes(name)
  const disabledReason = isEnabled ? null : 'The local platform does not have this feature.'
  const rest = { disabledReasonType: null, isTrial: false, trialExpirationAt: null }
  return [name, { isEnabled, disabledReason, ...rest }]
}

function thisMonth(now: Date) {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()]
  const start = new Date(Date.UTC(year, month))
  const end = new Date(Date.UTC(year, month + 1) - 1)
  return { startAt: start.toISOString(), endAt: end.toISOString() }
}
