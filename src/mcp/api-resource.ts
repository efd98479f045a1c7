import type { OpenAnswer } from '../apify/types/storage-types.ts'
import { fitPage } from '../budget/fit-rows.ts'
import { omittedCount } from '../budget/pruned.ts'
import { isTruncated } from '../budget/row-page.ts'
import { ToolError } from '../shared/errors.ts'
import { isObject } from '../shared/json.ts'
import type { CallEnvironment } from '../tool-call/call-environment.ts'
import { type Content, readBlob, readText } from './resource-content.ts'
import { withoutCredentials } from './without-credentials.ts'

const HOW = 'ask for less with `limit`, `offset` or `fields`; `get_log` pages a log'

/**
 * Reads an answer of the API within the budget: JSON as a document, of a list as many entries as fit.
 * @throws {ToolError} if it can be neither shown nor shortened
 */
export async function readAnswer(
  answer: OpenAnswer,
  environment: CallEnvironment,
): Promise<Content> {
  if (answer.kind === 'text') return readText(answer, HOW, environment)
  if (answer.kind !== 'json') return readBlob(answer, environment.redactor)
  const found = await answer.readJson(answer.utf8(), { size: answer.size })
  if (found.kind !== 'whole' && found.kind !== 'part')
    throw new ToolError('The answer is marked as JSON but is not valid JSON.', 'Call again later.')
  const value = answer.isData ? found.value : withoutCredentials(found.value)
  const document = fitAnswer(value, answer.offset, environment.settings.maxResultTokens)
  return { mimeType: 'application/json', text: JSON.stringify(document) }
}

/**
 * Fits an answer: a list by its entries, anything else as one value.
 * @param asked the offset that was asked for
 */
function fitAnswer(value: unknown, asked: number, maxTokens: number): unknown {
  const { data } = isObject(value) ? value : {}
  const list = isObject(data) ? data : undefined
  if (Array.isArray(value))
    return fitList(value, asked, maxTokens, (items, note) => (note ? { items, note } : items))
  if (list && Array.isArray(list.items)) {
    const { offset, ...rest } = list
    const items: readonly unknown[] = list.items
    const first = typeof offset === 'number' ? offset : undefined
    const frame = { ...rest, ...(first !== undefined && { offset: first }) }
    return fitList(items, first, maxTokens, (shown, note) => {
      const isWhole = shown.length === entryCount(items)
      return { data: { ...(isWhole ? frame : withoutCursors(frame)), items: shown }, note }
    })
  }
  return fitPage([value], maxTokens, (fitted) => {
    const [shown] = fitted.rows
    return isTruncated(fitted) ? noted(shown) : shown
  })
}

/** Counts the entries of a list, with those that were not read. */
function entryCount(items: readonly unknown[]): number {
  return items.length + omittedCount(items)
}

/** Leaves out where the list goes on after its last entry, for one that ends before. */
function withoutCursors(frame: object): object {
  return Object.fromEntries(Object.entries(frame).filter(([name]) => !/^next[A-Z]/.test(name)))
}

function noted(shown: unknown): object {
  const note = `The answer is truncated where \`… [+N …]\` stands: ${HOW}, or read a part by its own address.`
  return isObject(shown) ? { ...shown, note } : { value: shown, note }
}

/** @param offset the position of the first entry in the whole list; undefined if it has none */
function fitList(
  items: readonly unknown[],
  offset: number | undefined,
  maxTokens: number,
  wrap: (items: readonly unknown[], note: string | undefined) => unknown,
): unknown {
  const count = entryCount(items)
  return fitPage(items, maxTokens, (fitted) => {
    const { rowsUsed } = fitted
    const onward =
      offset === undefined
        ? 'ask for fewer with `limit`, and go on after the last one'
        : `go on with \`offset=${offset + rowsUsed}\``
    const sentences = [
      rowsUsed < count && `${rowsUsed} of ${count} entries fit: ${onward}.`,
      isTruncated(fitted) && 'Long values are truncated: choose `fields`, or read one entry alone.',
    ]
    return wrap(fitted.rows, sentences.filter(Boolean).join(' ') || undefined)
  })
}
