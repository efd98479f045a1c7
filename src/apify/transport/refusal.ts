import type { Redactor } from '../../exit/redact.ts'
import type { RequestPayment } from '../types/payment.ts'
import { failureOf } from './encoding.ts'
import type { ApiRequest, OpenResponse } from './request.ts'

interface Terms {
  isLocal?: boolean
  payment?: RequestPayment
}

/**
 * Returns the error of a response with an error status. Only the API itself may ask for a payment: terms
 * of a server to which it redirected would pay somebody else.
 */
export async function refusalOf(
  response: OpenResponse,
  request: ApiRequest,
  redactor: Redactor,
  { isLocal, payment }: Terms,
): Promise<Error> {
  const { status, headers, isApi } = response
  const terms = isApi && status === 402 ? payment?.refusal(headers) : undefined
  if (terms) return terms
  // Elsewhere no payment was sent.
  const payRemedy = isApi ? payment?.remedy : undefined
  return failureOf(response, request, redactor, { isLocal, payRemedy })
}
