import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { ApiError } from '../api-error.ts'
import { decodeText, parseJson } from '../body-text.ts'
import { MAX_INFLATED_BYTES, readBody } from './request-body.ts'

/**
 * Reads a JSON body and checks it against a schema.
 * @throws {ApiError} 400 `invalid-request`, with all problems
 */
export async function readJsonAs<T>(schema: z.ZodType<T>, message: IncomingMessage): Promise<T> {
  const body = parseJson(decodeText(await readBody(message, MAX_INFLATED_BYTES)))
  const { success, data, error } = schema.safeParse(body)
  if (success) return data
  throw new ApiError(400, 'invalid-request', z.prettifyError(error))
}
