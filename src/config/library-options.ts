import { z } from 'zod'
import { LOG_LEVELS } from '../shared/log-level.ts'
import { type BackendTarget, cloudTarget, localTarget } from './backend-target.ts'
import type { Config } from './config.ts'
import { confirmationConfig } from './confirmation-flags.ts'
import { docsSites } from './docs-flags.ts'
import { RESULT_TOKENS, RUN_COST_USD } from './flags.ts'
import { folderPath } from './folders.ts'
import { checkActorTools, governanceConfig, MAX_RUNS, TOTAL_COST_USD } from './governance-flags.ts'
import { PAYMENT_PROTOCOLS } from './payments-flag.ts'
import { readProxies } from './proxies.ts'
import { embeddedQueryConfig, QUERY_MB } from './query-flags.ts'
import { startWarnings } from './start-warnings.ts'
import { embeddedTelemetryConfig } from './telemetry-flags.ts'
import { UsageError } from './usage-error.ts'
import { VIEWS_CHOICES, viewsChoice } from './views-flag.ts'

const text = z.string().min(1)
const names = z.array(text).min(1).readonly()
const { from, to } = RESULT_TOKENS

/** Each description is the rest of a sentence that begins with "<name> takes". */
const schema = z.strictObject({
  token: text.optional().describe('the text of an Apify API token'),
  baseUrl: text.optional().describe('an http(s) URL'),
  local: z.union([z.boolean(), text]).optional().describe('true, false or the path of a folder'),
  actors: names.optional().describe('a list of one or more paths of folders'),
  tools: names.optional().describe('a list of one or more names'),
  actorTools: names.optional().describe('a list of one or more Actors'),
  readOnly: z.boolean().default(false).describe('true or false'),
  maxResultTokens: z
    .int()
    .min(from)
    .max(to)
    .default(RESULT_TOKENS.preset)
    .describe(`a whole number from ${from} to ${to}`),
  maxQueryMb: z
    .int()
    .min(QUERY_MB.from)
    .max(QUERY_MB.to)
    .optional()
    .describe(`a whole number from ${QUERY_MB.from} to ${QUERY_MB.to}`),
  queryCache: z.boolean().default(true).describe('true or false'),
  docs: names.optional().describe('a list of one or more sites'),
  maxRunCostUsd: z
    .number()
    .min(RUN_COST_USD.from)
    .max(RUN_COST_USD.to)
    .optional()
    .describe(`a number from ${RUN_COST_USD.from} to ${RUN_COST_USD.to}`),
  allowActors: names.optional().describe('a list of one or more Actors'),
  denyActors: names.optional().describe('a list of one or more Actors'),
  maxTotalCostUsd: z
    .number()
    .min(TOTAL_COST_USD.from)
    .max(TOTAL_COST_USD.to)
    .optional()
    .describe(`a number from ${TOTAL_COST_USD.from} to ${TOTAL_COST_USD.to}`),
  maxRuns: z
    .int()
    .min(MAX_RUNS.from)
    .max(MAX_RUNS.to)
    .optional()
    .describe(`a whole number from ${MAX_RUNS.from} to ${MAX_RUNS.to}`),
  payments: z.enum(PAYMENT_PROTOCOLS).optional().describe('"x402" or "skyfire"'),
  confirm: z
    .array(z.enum(['paid', 'write']))
    .min(1)
    .readonly()
    .optional()
    .describe('a list of "paid" and "write"'),
  confirmFallback: z.enum(['refuse', 'allow']).optional().describe('"refuse" or "allow"'),
  downloadDir: text.optional().describe('the path of a folder'),
  uploadDir: text.optional().describe('the path of a folder'),
  structured: z.boolean().default(true).describe('true or false'),
  views: z.enum(VIEWS_CHOICES).default('auto').describe('"auto", "on" or "off"'),
  logLevel: z
    .enum(LOG_LEVELS)
    .optional()
    .describe(`one of ${LOG_LEVELS.map((level) => JSON.stringify(level)).join(', ')}`),
  auditLog: text.optional().describe('the path of a file'),
  otel: z.boolean().default(false).describe('true or false'),
  log: z
    .custom<(line: string) => void>((value) => typeof value === 'function')
    .optional()
    .describe('a function'),
})

/** The options of the library. They are validated, since plain JavaScript may pass anything. */
export type Options = z.input<typeof schema>

export const OPTION_NAMES: readonly string[] = Object.keys(schema.shape)

/**
 * Reads the configuration from the options of the library.
 * @throws {UsageError} that names the wrong option and what it takes
 */
export function readOptions(given: Options): { config: Config; log: (line: string) => void } {
  const { data, error } = schema.safeParse(given)
  if (!data) throw optionError(error.issues[0], given)
  const { log = () => {}, actorTools = [], tools, confirm, confirmFallback, ...rest } = data
  const { readOnly, maxResultTokens, maxRunCostUsd, structured, downloadDir, uploadDir } = rest
  const { queryCache, maxQueryMb, docs, payments } = rest
  const target = targetOf(rest)
  const governance = governanceConfig(rest)
  checkActorTools(actorTools, governance)
  const { proxies, proxyWarning } = readProxies(process.env, target)
  return {
    log,
    config: {
      target,
      proxies,
      warnings: startWarnings(proxyWarning, { readOnly, actorTools }),
      tools: tools && [...tools],
      actorTools: [...actorTools],
      readOnly,
      maxResultTokens,
      query: embeddedQueryConfig(queryCache, maxQueryMb),
      docs: docsSites(docs),
      maxRunCostUsd,
      governance,
      payments,
      confirm: confirmationConfig(confirm, confirmFallback),
      structured,
      views: viewsChoice(rest.views, structured),
      downloadDir: downloadDir && folderPath(downloadDir),
      uploadDir: uploadDir && folderPath(uploadDir),
      telemetry: embeddedTelemetryConfig(rest),
      http: undefined,
    },
  }
}

type TargetOptions = Pick<
  z.output<typeof schema>,
  'token' | 'baseUrl' | 'local' | 'actors' | 'payments'
>

function targetOf(options: TargetOptions): BackendTarget {
  const { token, baseUrl, local, actors } = options
  const api = (['token', 'baseUrl', 'payments'] as const).find((one) => options[one] !== undefined)
  if (!api && local !== false) {
    return localTarget(typeof local === 'string' ? local : undefined, actors, process.env)
  }
  const conflictingOption = local ? 'local' : actors && 'actors'
  if (conflictingOption) {
    throw new UsageError(
      `${conflictingOption} is for the local platform, but ${api ?? 'local: false'} selects the cloud.`,
      `Leave out ${conflictingOption}${api ? ` or ${api}` : ''}.`,
    )
  }
  return cloudTarget(baseUrl, token)
}

function optionError(issue: z.core.$ZodIssue | undefined, given: Options): UsageError {
  const [name] = issue?.path ?? []
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : undefined
  const option = Object.entries(schema.shape).find(([key]) => key === name)
  if (unknown !== undefined || !option) {
    return new UsageError(
      unknown === undefined
        ? 'The options of createServer must be an object.'
        : `createServer has no option ${unknown}.`,
      `The options are ${OPTION_NAMES.join(', ')}.`,
    )
  }
  const [key, { description }] = option
  const value = Object.entries(given).find(([each]) => each === name)?.[1]
  // A token of the wrong type may still contain a secret.
  const shown = key === 'token' ? '' : `, not ${String(JSON.stringify(value)).slice(0, 60)}`
  return new UsageError(`${key} takes ${description}${shown}.`)
}

/** Runs work whose errors name flags, and rewrites them to name options: `--read-only` to `readOnly`. */
export async function inOptions<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new UsageError(rename(error.problem), rename(error.remedy))
  }
}

function rename(sentence: string): string {
  return sentence
    .replace('APIFY_API_BASE_URL', 'baseUrl')
    .replace('APIFY_TOKEN', 'token')
    .replace(/--([a-z-]+)/g, (_, flag: string) =>
      flag.replace(/-([a-z])/g, (__, letter: string) => letter.toUpperCase()),
    )
}
