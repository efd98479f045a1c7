import { z } from 'zod'
import { ToolError } from '../../../shared/errors.ts'
import { HttpError } from '../http-error.ts'

/** An error as plain data, so that another process can throw it. */
export const failure = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('http'),
    status: z.int(),
    message: z.string(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  z.strictObject({ kind: z.literal('tool'), happened: z.string(), remedy: z.string() }),
  z.strictObject({ kind: z.literal('other'), message: z.string() }),
])

export type Failure = z.output<typeof failure>

/** Returns any error as plain data. */
export function failureOf(error: unknown): Failure {
  if (error instanceof HttpError) {
    const { headers } = error.options
    return {
      kind: 'http',
      status: error.status,
      message: error.message,
      ...(headers && { headers }),
    }
  }
  if (error instanceof ToolError)
    return { kind: 'tool', happened: error.happened, remedy: error.remedy }
  return { kind: 'other', message: error instanceof Error ? error.message : String(error) }
}

/** Returns the error that another process had. */
export function toError(failed: Failure): Error {
  switch (failed.kind) {
    case 'http': {
      const { status, message, headers } = failed
      return new HttpError(status, message, headers && { headers })
    }
    case 'tool':
      return new ToolError(failed.happened, failed.remedy)
    default:
      return new Error(failed.message)
  }
}
