import { hasEnded, type Run } from '../../../src/apify/types/run-types.ts'
import { fitRows } from '../../../src/budget/fit-rows.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { failureLines } from '../run-log/failure-lines.ts'

/** Log lines that are shown of a run that failed. */
const LOG_LINES = 20

/** Returns whether a run or a build has ended in another way than it should. */
export function endedBadly(run: Pick<Run, 'status'>): boolean {
  return hasEnded(run) && run.status !== 'SUCCEEDED'
}

/**
 * Reads the last lines of the log of a run, or of a build, that say why it failed.
 * @param runId the ID of either
 * @param maxTokens what the lines may take; the oldest are left out
 * @param withinMs how long it may take, in milliseconds; by default as long as the call
 * @returns no lines if the log cannot be read
 */
export async function readFailure(
  { runId }: Pick<Run, 'runId'>,
  { apify }: Pick<Context, 'apify'>,
  maxTokens: number,
  withinMs?: number,
): Promise<string[]> {
  const read = (body: AsyncIterable<Buffer>) => failureLines(body, LOG_LINES)
  const lines = await apify.readLog(runId, read, withinMs).catch(() => [])
  return fitRows(lines.toReversed(), maxTokens).rows.map(String).toReversed()
}
