import type { ApiWatch, AttemptEnd } from '../types/api-watch.ts'
import { ApiFailure, isAmbiguous } from './api-failure.ts'
import type { ApiRequest } from './request.ts'
import { routeOf } from './route.ts'

/** One attempt of a request that somebody watches. */
export interface WatchedAttempt {
  /** Notes the status of the response. */
  answered(status: number): void
  succeeded(): void
  /**
   * @param isAborted whether the call has ended
   * @param retryInMs when the request is sent again; undefined if it is not
   */
  failed(error: unknown, isAborted: boolean, retryInMs: number | undefined): void
}

/** Tells of an attempt. Nothing that its path, query or body names goes along. */
export function watchAttempt(
  watch: ApiWatch,
  { method, path }: Pick<ApiRequest, 'method' | 'path'>,
  { hostname, port }: URL,
  retries: number,
): WatchedAttempt {
  const route = routeOf(path)
  const end = watch.attempt({
    method,
    route,
    host: hostname,
    port: port === '' ? undefined : Number(port),
    retries,
  })
  let status: number | undefined
  return {
    answered(received) {
      status = received
    },
    succeeded: () => end({ status, failure: undefined, isInDoubt: false, retryInMs: undefined }),
    failed(error, isAborted, retryInMs) {
      const failure = isAborted ? 'aborted' : failureOf(error)
      const isInDoubt = changes(method, route) && (isAborted || isAmbiguous(error))
      end({ status, failure, isInDoubt, retryInMs })
    },
  }
}

function failureOf(error: unknown): AttemptEnd['failure'] {
  return error instanceof ApiFailure ? error.delivery : 'unreadable'
}

/** Returns whether a request should change something. The check of an input is a POST, but does not. */
function changes(method: string, route: string): boolean {
  return method !== 'GET' && method !== 'HEAD' && !route.endsWith('/validate-input')
}
