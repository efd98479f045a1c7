import { countTokens } from '../budget/token-cost.ts'
import { type CallEnvironment, scopeOf } from '../tool-call/call-environment.ts'

/** The maximum of values in one answer, by the MCP specification. */
const MAX_VALUES = 100
/** How long a completion may take, in milliseconds. */
const DEADLINE_MS = 5000

/** No id and no key is longer, in characters. */
const MAX_VALUE_CHARS = 256
/** The tokens of the members around the values. */
const FRAME_TOKENS = 30

/** Values that may be suggested. */
type Completion = {
  values: string[]
  /** Whether there are more than the answer has room for. */
  hasMore: boolean
}

/**
 * Returns recent ids and names that begin as typed, as many as fit the budget of a result. They are only
 * suggestions, so a failure returns none.
 */
export async function complete(
  argument: string,
  typed: string,
  given: Record<string, string>,
  { environment, signal }: { environment: CallEnvironment; signal: AbortSignal },
): Promise<Completion> {
  const values = await matching(argument, typed, given, { environment, signal })
  const fitting = firstThatFit(values, environment.settings.maxResultTokens - FRAME_TOKENS)
  return { values: fitting, hasMore: fitting.length < values.length }
}

function firstThatFit(values: readonly string[], maxTokens: number): string[] {
  let left = maxTokens
  const end = values.findIndex((value) => {
    left -= countTokens(value) + 1
    return left < 0
  })
  return end === -1 ? [...values] : values.slice(0, end)
}

async function matching(
  argument: string,
  typed: string,
  given: Record<string, string>,
  { environment, signal }: { environment: CallEnvironment; signal: AbortSignal },
): Promise<string[]> {
  if (typed.length > MAX_VALUE_CHARS) return []
  try {
    const apify = await environment.connect(scopeOf(DEADLINE_MS, signal))
    // Redacted first, so that what is suggested does not tell which letters of a secret are right.
    const values = await recent(argument, typed, given, apify)
    return [...new Set(values.map(environment.redactor.text))]
      .filter((value) => value.length <= MAX_VALUE_CHARS)
      .filter((value) => value !== '' && value.startsWith(typed))
      .slice(0, MAX_VALUES)
  } catch {
    return []
  }
}

async function recent(
  argument: string,
  typed: string,
  given: Record<string, string>,
  apify: Awaited<ReturnType<CallEnvironment['connect']>>,
): Promise<string[]> {
  const page = { limit: MAX_VALUES, offset: 0 }
  switch (argument) {
    case 'runId':
      return (await apify.listRuns({ ...page, desc: true })).runs.map(({ runId }) => runId ?? '')
    case 'datasetId':
    case 'storeId': {
      const type = argument === 'storeId' ? 'key-value-store' : 'dataset'
      const { items } = await apify.listStorages(type, { ...page, unnamed: true })
      return items.flatMap(({ id, name }) => [name ?? '', id ?? ''])
    }
    case 'recordKey': {
      if (!given.storeId) return []
      const id = given.storeId
      const query = { limit: MAX_VALUES, prefix: typed || undefined }
      const { items } = await apify.listKeys({ id }, query)
      return items.map(({ key }) => key ?? '')
    }
    case 'actorId': {
      const search = typed.replace(/[~/]/g, ' ')
      const { items } = await apify.searchStore({ ...page, search })
      return items.map(({ username, name }) => (username && name ? `${username}~${name}` : ''))
    }
    default:
      return []
  }
}
