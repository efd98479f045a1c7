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

/** Returns the error of a batch that was not in the dataset when it was read back. */
export function notStored(error: ApiFailure, { pushed, total }: Progress): ApiFailure {
  return failure(
    `${stored(pushed, total)}; the rest is not stored: ${error.happened} The dataset was read back and contains none of the rest.`,
    `It is safe to push again. ${pushed > 0 ? pushRest(pushed) : ''}`.trim(),
    error,
  )
}

/**
 * Returns the error of a batch that may or may not be stored.
 * @param size items in the batch
 */
export function unknownState(
  error: ApiFailure,
  size: number,
  { pushed, total, end }: Progress,
): ApiFailure {
  const from = end === undefined ? '`desc: true`' : `\`offset: ${end}\``
  const mind = end === undefined ? ', and equal rows may be older' : ''
  return failure(
    `The response to a push was lost (${error.happened.replace(/\.$/, '')}). ${stored(pushed, total)}; it is unknown whether items[${pushed}] to items[${pushed + size - 1}] are stored too.`,
    `Before you push them again, look for them with \`list_dataset_items\` and ${from}: they may appear some seconds late${mind}.`,
    error,
  )
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

function failure(happened: string, remedy: string, cause?: ApiFailure): ApiFailure {
  const delivery = cause?.delivery ?? 'not-sent'
  return new ApiFailure(happened, remedy, delivery, cause?.status, undefined, { cause })
}
