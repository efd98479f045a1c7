import type { Redactor } from '../../exit/redact.ts'
import type { RequestPayment } from '../types/payment.ts'
import { ApiFailure } from './api-failure.ts'
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
  const failure = await failureOf(response, request, redactor, isLocal)
  const isUnpaid = isApi && !failure.foreign && (status === 401 || status === 402)
  return payment && isUnpaid ? withRemedy(failure, payment.remedy) : failure
}

/** Returns the same failure with another remedy: there is no account whose limit could be raised. */
function withRemedy(failure: ApiFailure, remedy: string): ApiFailure {
  const { happened, delivery, status, apiMessage, resource } = failure
  return new ApiFailure(happened, remedy, delivery, status, undefined, {
    cause: failure,
    ...(apiMessage !== undefined && { apiMessage }),
    ...(resource && { resource }),
  })
}
