import type { Run } from '../../../src/apify/types/run-types.ts'
import type { OpenRecord } from '../../../src/apify/types/storage-types.ts'
import { isPruned } from '../../../src/budget/pruned.ts'
import { readTextPart } from '../../../src/budget/text-page.ts'
import { fits, MAX_CHARS_PER_TOKEN } from '../../../src/budget/token-cost.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { recordValue, storeOf } from './read-output.ts'

/** Record OUTPUT of a run: its value, or a sentence on why it is not shown. */
export type SmallOutput = { output?: unknown; outputNote?: string }

const TOO_LARGE = '`get_record` with this `runId` reads its OUTPUT, which is not small.'
const NO_TEXT = '`get_record` with this `runId` reads its OUTPUT'

/**
 * Reads record OUTPUT of a run if it is JSON or text that takes at most `maxTokens`. Of a larger one no more
 * is read than shows that it is larger.
 * @param withinMs how long it may take, in milliseconds
 * @returns neither value nor sentence if there is no such record, or it cannot be read
 */
export async function readSmallOutput(
  run: Run,
  { apify }: Pick<Context, 'apify'>,
  maxTokens: number,
  withinMs: number,
): Promise<SmallOutput> {
  const read = (record: OpenRecord) => smallValue(record, maxTokens)
  const found = await apify
    .findRecord(storeOf(run), 'OUTPUT', read, withinMs)
    .catch(() => undefined)
  return found ?? {}
}

async function smallValue(record: OpenRecord, maxTokens: number): Promise<SmallOutput> {
  if (record.kind === 'image' || record.kind === 'binary')
    return { outputNote: `${NO_TEXT} (${record.mimeType}).` }
  const { text, reachedEnd } = await readTextPart(record.text(), maxTokens * MAX_CHARS_PER_TOKEN)
  if (!reachedEnd) return { outputNote: TOO_LARGE }
  const output = await recordValue(record, text)
  const isSmall = !isPruned(output) && fits(output, maxTokens)
  return isSmall ? { output } : { outputNote: TOO_LARGE }
}
