import type { Run } from '../../../src/apify/types/run-types.ts'
import { countTokens } from '../../../src/budget/token-cost.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { endedBadly, readFailure } from './read-failure.ts'
import { readSmallOutput } from './small-output.ts'

/** What record OUTPUT, or the error lines, may take at most, in tokens. */
const MAX_TOKENS = 400
/** What the name of the Actor, the count of the items and the notes of the result take, in tokens. */
const REST_TOKENS = 120
/** How long reading them may take: the run is worth showing without them. In milliseconds. */
const TIMEOUT_MS = 5000

/** How a run came out. */
interface Outcome {
  /** Record OUTPUT of a run that succeeded, if it is small. */
  output?: unknown
  /** The last error lines of a run that ended badly. */
  log?: string[] | undefined
  outcomeNote?: string | undefined
}

/** Reads how a run came out, with one request at most, which never makes the call fail. */
export async function readOutcome(run: Run, context: Context): Promise<Outcome> {
  const { maxResultTokens } = context.settings
  const maxTokens = Math.min(MAX_TOKENS, maxResultTokens - countTokens(run) - REST_TOKENS)
  if (endedBadly(run)) {
    const lines = maxTokens > 0 ? await readFailure(run, context, maxTokens, TIMEOUT_MS) : []
    const log = lines.length > 0 ? lines : undefined
    return {
      log,
      outcomeNote: `The run ended as ${run.status}. \`get_log\` shows ${log ? 'more' : 'why'}.`,
    }
  }
  if (run.status !== 'SUCCEEDED' || maxTokens <= 0) return {}
  const { output, outputNote } = await readSmallOutput(run, context, maxTokens, TIMEOUT_MS)
  return { output, outcomeNote: outputNote }
}
