import type { Build } from '../../../src/apify/types/build-types.ts'
import { hasEnded } from '../../../src/apify/types/run-types.ts'
import { countTokens } from '../../../src/budget/token-cost.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { notes } from '../arguments.ts'
import { actorNameOf } from '../run/actor-name.ts'
import { endedBadly, readFailure } from '../run-results/read-failure.ts'

/** What the error lines of a log may take at most, in tokens. */
const MAX_LOG_TOKENS = 400
/** What the name of the Actor and the note of the result take, in tokens. */
const REST_TOKENS = 120
/** How long reading the log may take: the build is worth showing without it. In milliseconds. */
const LOG_TIMEOUT_MS = 5000

/**
 * Waits for the end of a build, reports its progress, and reads why it failed.
 * @param waitSecs seconds to wait at most
 * @param given what the call named the Actor by, if it did
 * @returns the build as last seen, with the name of its Actor and the last error lines of its log
 */
export async function followBuild(
  build: Build,
  waitSecs: number,
  context: Context,
  given?: string,
) {
  const { apify, progress } = context
  let isLost = false
  const seen = await apify.waitForBuild(build, {
    waitSecs,
    onPoll: ({ buildId, status }) => progress(`Build ${buildId} is ${status}`),
    onLost: () => {
      isLost = true
    },
  })
  const [actorName, log] = await Promise.all([
    actorNameOf(seen, apify, given),
    errorLines(seen, context),
  ])
  const { buildId, actorId, ...rest } = seen
  const note = notes(waitNote(seen, waitSecs, isLost), endNote(seen, log))
  return { buildId, actorId, actorName, ...rest, log, note }
}

async function errorLines(build: Build, context: Context): Promise<string[] | undefined> {
  if (!endedBadly(build)) return undefined
  const { maxResultTokens } = context.settings
  const maxTokens = Math.min(MAX_LOG_TOKENS, maxResultTokens - countTokens(build) - REST_TOKENS)
  if (maxTokens <= 0) return undefined
  const lines = await readFailure({ runId: build.buildId }, context, maxTokens, LOG_TIMEOUT_MS)
  return lines.length > 0 ? lines : undefined
}

/** Says how a wait ended; undefined if the build has ended, or nobody waited. */
function waitNote(build: Build, waitSecs: number, isLost: boolean): string | undefined {
  if (hasEnded(build)) return undefined
  if (isLost)
    return `The build was ${build.status} when it was last seen, and could not be read after that. \`get_build\` shows how it goes on.`
  const waited = waitSecs > 0 ? `Still ${build.status} after ${waitSecs} s; the` : 'The'
  return `${waited} build continues: follow it with \`get_build\` and \`waitSecs\`.`
}

function endNote(build: Build, log: string[] | undefined): string | undefined {
  if (!endedBadly(build)) return undefined
  const more = `\`get_log\` with this \`buildId\` as \`runId\` shows ${log ? 'more' : 'why'}.`
  return `The build ended as ${build.status}. ${more}`
}
