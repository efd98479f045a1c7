import type { ToolError } from '../../shared/errors.ts'
import { ApiFailure } from '../transport/api-failure.ts'

/** The state of a push: items stored so far, and the dataset's length after them if rows confirmed it. */
export interface Progress {
  pushed: number
  /** undefined for rows of a file, which are not counted before. */
  total: number | undefined
  /** The position of the first item, in the list or in the file. */
  first: number
  end: number | undefined
}

/** Returns the error of a batch that the API rejected; earlier batches are stored. */
export function batchRejected(error: unknown, progress: Progress): unknown {
  const { pushed, total } = progress
  if (pushed === 0 || !(error instanceof ApiFailure)) return error
  const stored = total === undefined ? `${pushed} rows of the file` : `${pushed} of ${total} items`
  return failure(
    `The first ${stored} are stored, then a batch failed: ${error.happened}`,
    `${error.remedy} ${pushRest(progress)}`,
    error,
  )
}

/** A batch whose response was lost, and what the dataset held when it was read for the last time. */
export interface LostBatch {
  error: ToolError
  /** Items in the batch. */
  size: number
  /** Items in the dataset, as read or counted; undefined if it could not be read. */
  count: number | undefined
}

/**
 * Returns the error of a batch that may or may not be stored. That it is not found says nothing: the API
 * may store it long after the response was lost.
 */
export function unknownState({ error, size, count }: LostBatch, progress: Progress): ApiFailure {
  const { end } = progress
  const happened = error.happened.replace(/[.]$/, '')
  return failure(
    `The response to a push was lost (${happened}). ${stored(progress)}; it is unknown whether ${span(size, progress)} are stored too.${counts(end, count)}${unsent(size, progress)}`,
    `${howToCheck(size, end)} They may appear minutes late: that they are missing now proves nothing.`,
    error,
  )
}

function counts(before: number | undefined, now: number | undefined): string {
  if (before === undefined) return ''
  const then = now === undefined ? '' : ` and has ${now} now`
  return ` The dataset had ${before} ${before === 1 ? 'row' : 'rows'} before them${then}.`
}

function span(size: number, { pushed, total, first }: Progress): string {
  const [from, to] = [first + pushed, first + pushed + size - 1]
  if (total !== undefined) return `items[${from}] to items[${to}]`
  return `the rows at the positions ${from} to ${to} of the file`
}

function unsent(size: number, { pushed, total, first }: Progress): string {
  const next = pushed + size
  if (total === undefined) return ` The rows from position ${first + next} on were not sent.`
  return next < total ? ` The items from position ${next} on were not sent.` : ''
}

/** Says how to look for a batch: behind the end that was confirmed, else among the last rows. */
function howToCheck(size: number, end: number | undefined): string {
  const look = 'Before you push them again, look for them with `list_dataset_items` and'
  if (end !== undefined) return `${look} \`offset: ${end}\`.`
  return `${look} \`desc: true\`, \`limit: ${size}\`, which shows the last rows; equal rows may be older.`
}

/** Returns the error of a call that ended before all batches were sent. */
export function outOfTime(progress: Progress): ApiFailure {
  return failure(
    `The call ran out of time. ${stored(progress)}; the rest was not sent.`,
    pushRest(progress),
  )
}

function stored({ pushed, total }: Progress): string {
  if (total === undefined) return `${pushed} rows of the file are certainly stored`
  return `${pushed} of ${total} items are certainly stored`
}

function pushRest({ pushed, total, first }: Progress): string {
  if (total === undefined) return `Go on with \`offset: ${first + pushed}\`.`
  return `Push only the items from position ${pushed} on.`
}

function failure(happened: string, remedy: string, cause?: ToolError): ApiFailure {
  if (cause instanceof ApiFailure)
    return new ApiFailure(happened, remedy, cause.delivery, cause.status, undefined, { cause })
  return new ApiFailure(happened, remedy, cause ? 'lost' : 'not-sent', undefined, undefined, {
    cause,
  })
}
