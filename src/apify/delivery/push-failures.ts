import type { ToolError } from '../../shared/errors.ts'
import { ApiFailure } from '../transport/api-failure.ts'

/** The state of a push: items stored so far, and the dataset's length after them if rows confirmed it. */
export interface Progress {
  pushed: number
  total: number
  end: number | undefined
}

/** Returns the error of a batch that the API rejected; earlier batches are stored. */
export function batchRejected(error: unknown, { pushed, total }: Progress): unknown {
  if (pushed === 0 || !(error instanceof ApiFailure)) return error
  return failure(
    `The first ${pushed} of ${total} items are stored, then a batch failed: ${error.happened}`,
    `${error.remedy} ${pushRest(pushed)}`,
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
export function unknownState(
  { error, size, count }: LostBatch,
  { pushed, total, end }: Progress,
): ApiFailure {
  const happened = error.happened.replace(/[.]$/, '')
  return failure(
    `The response to a push was lost (${happened}). ${stored(pushed, total)}; it is unknown whether items[${pushed}] to items[${pushed + size - 1}] are stored too.${counts(end, count)}${unsent(pushed + size, total)}`,
    `${howToCheck(size, end)} They may appear minutes late: that they are missing now proves nothing.`,
    error,
  )
}

function counts(before: number | undefined, now: number | undefined): string {
  if (before === undefined) return ''
  const then = now === undefined ? '' : ` and has ${now} now`
  return ` The dataset had ${before} ${before === 1 ? 'row' : 'rows'} before them${then}.`
}

function unsent(next: number, total: number): string {
  return next < total ? ` The items from position ${next} on were not sent.` : ''
}

/** Says how to look for a batch: behind the end that was confirmed, else among the last rows. */
function howToCheck(size: number, end: number | undefined): string {
  const look = 'Before you push them again, look for them with `list_dataset_items` and'
  if (end !== undefined) return `${look} \`offset: ${end}\`.`
  return `${look} \`desc: true\`, \`limit: ${size}\`, which shows the last rows; equal rows may be older.`
}

/** Returns the error of a call that ended before all batches were sent. */
export function outOfTime({ pushed, total }: Progress): ApiFailure {
  return failure(
    `The call ran out of time. ${stored(pushed, total)}; the rest was not sent.`,
    pushRest(pushed),
  )
}

function stored(pushed: number, total: number): string {
  return `${pushed} of ${total} items are certainly stored`
}

function pushRest(pushed: number): string {
  return `Push only the items from position ${pushed} on.`
}

function failure(happened: string, remedy: string, cause?: ToolError): ApiFailure {
  if (cause instanceof ApiFailure)
    return new ApiFailure(happened, remedy, cause.delivery, cause.status, undefined, { cause })
  return new ApiFailure(happened, remedy, cause ? 'lost' : 'not-sent', undefined, undefined, {
    cause,
  })
}
