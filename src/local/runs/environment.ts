import { delimiter, dirname } from 'node:path'
import type { Actor } from '../actors/project.ts'
import { USER_ID, USERNAME } from '../ids.ts'
import { pathFor } from './command.ts'
import type { ProxyAddress } from './pass-through-proxy.ts'
import type { Run } from './run.ts'

export interface EnvironmentOptions {
  actor: Actor
  run: Run
  baseUrl: string
  /** The token of the run, valid while it is in progress. */
  token: string
  proxy: ProxyAddress
  /** The key of the input record. */
  inputKey: string
  /** When the timeout of the run starts to count. */
  launchedAt: Date
  /** An empty folder for this run only. */
  home: string
}

/** Names under which older versions of the SDK read the same variables. */
const LEGACY_NAMES = new Map([
  ['ACTOR_ID', 'APIFY_ACTOR_ID'],
  ['ACTOR_RUN_ID', 'APIFY_ACTOR_RUN_ID'],
  ['ACTOR_TASK_ID', 'APIFY_ACTOR_TASK_ID'],
  ['ACTOR_BUILD_ID', 'APIFY_ACTOR_BUILD_ID'],
  ['ACTOR_BUILD_NUMBER', 'APIFY_ACTOR_BUILD_NUMBER'],
  ['ACTOR_INPUT_KEY', 'APIFY_INPUT_KEY'],
  ['ACTOR_DEFAULT_DATASET_ID', 'APIFY_DEFAULT_DATASET_ID'],
  ['ACTOR_DEFAULT_KEY_VALUE_STORE_ID', 'APIFY_DEFAULT_KEY_VALUE_STORE_ID'],
  ['ACTOR_DEFAULT_REQUEST_QUEUE_ID', 'APIFY_DEFAULT_REQUEST_QUEUE_ID'],
  ['ACTOR_EVENTS_WEBSOCKET_URL', 'APIFY_ACTOR_EVENTS_WS_URL'],
  ['ACTOR_MEMORY_MBYTES', 'APIFY_MEMORY_MBYTES'],
  ['ACTOR_STARTED_AT', 'APIFY_STARTED_AT'],
  ['ACTOR_TIMEOUT_AT', 'APIFY_TIMEOUT_AT'],
])

/**
 * Returns the whole environment of a run. It starts empty, so that no secret of the server leaks.
 */
export function buildEnvironment(options: EnvironmentOptions): Record<string, string> {
  const variables = { ...describePlatform(options), ...describeRun(options) }
  const legacy = Object.entries(variables).flatMap(([name, value]): [string, string][] => {
    const legacyName = LEGACY_NAMES.get(name)
    return legacyName ? [[legacyName, value]] : []
  })
  return {
    // Values that start with @ refer to secrets of an account at Apify.
    ...Object.fromEntries(
      Object.entries(options.actor.environment).filter(([, value]) => !value.startsWith('@')),
    ),
    ...describeSystem(options),
    ...variables,
    ...Object.fromEntries(legacy),
  }
}

function describeSystem({ actor, home }: EnvironmentOptions): Record<string, string> {
  return {
    PATH: [pathFor(actor.folder), dirname(process.execPath)].join(delimiter),
    HOME: home,
    TMPDIR: home,
    LANG: 'C.UTF-8',
    NODE_ENV: 'production',
    // Python keeps lines back otherwise, and loses them when it is killed.
    PYTHONUNBUFFERED: '1',
    // Windows cannot start a process without its system folder.
    ...(process.env.SystemRoot && { SystemRoot: process.env.SystemRoot, TEMP: home, TMP: home }),
    // Inside an Electron application `process.execPath` is Node only with this.
    ...(process.versions.electron && { ELECTRON_RUN_AS_NODE: '1' }),
  }
}

function describePlatform({
  baseUrl,
  token,
  proxy,
  run,
}: EnvironmentOptions): Record<string, string> {
  return {
    APIFY_IS_AT_HOME: '1',
    APIFY_API_BASE_URL: baseUrl,
    APIFY_API_PUBLIC_BASE_URL: baseUrl,
    APIFY_TOKEN: token,
    APIFY_USER_ID: USER_ID,
    APIFY_META_ORIGIN: run.meta.origin,
    APIFY_HEADLESS: '1',
    APIFY_PROXY_HOSTNAME: proxy.hostname,
    APIFY_PROXY_PORT: String(proxy.port),
    APIFY_PROXY_PASSWORD: proxy.password,
    ACTOR_EVENTS_WEBSOCKET_URL: `${baseUrl.replace(/^http/, 'ws')}/v2/actor-runs/${run.id}/events?token=${token}`,
  }
}

function describeRun({
  actor,
  run,
  inputKey,
  launchedAt,
}: EnvironmentOptions): Record<string, string> {
  const { timeoutSecs, maxItems, maxTotalChargeUsd, memoryMbytes } = run.options
  const timeoutAt = new Date(launchedAt.getTime() + timeoutSecs * 1000)
  return {
    ACTOR_ID: actor.id,
    ACTOR_FULL_NAME: `${USERNAME}/${actor.name}`,
    ACTOR_RUN_ID: run.id,
    ...(run.actorTaskId && { ACTOR_TASK_ID: run.actorTaskId }),
    ACTOR_BUILD_ID: run.buildId,
    ACTOR_BUILD_NUMBER: run.buildNumber,
    ACTOR_INPUT_KEY: inputKey,
    ACTOR_DEFAULT_DATASET_ID: run.defaultDatasetId,
    ACTOR_DEFAULT_KEY_VALUE_STORE_ID: run.defaultKeyValueStoreId,
    ACTOR_DEFAULT_REQUEST_QUEUE_ID: run.defaultRequestQueueId,
    ACTOR_MEMORY_MBYTES: String(memoryMbytes),
    ACTOR_STARTED_AT: run.startedAt,
    ...(timeoutSecs > 0 && { ACTOR_TIMEOUT_AT: timeoutAt.toISOString() }),
    ...(maxItems !== undefined && { ACTOR_MAX_PAID_DATASET_ITEMS: String(maxItems) }),
    ...(maxTotalChargeUsd !== undefined && {
      ACTOR_MAX_TOTAL_CHARGE_USD: String(maxTotalChargeUsd),
    }),
  }
}
