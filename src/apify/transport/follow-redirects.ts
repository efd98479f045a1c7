import type { Dispatcher } from 'undici'
import { limitSignal } from '../../shared/limit-signal.ts'
import { discardRest } from './discard-rest.ts'
import { timeoutError } from './network-errors.ts'

const MAX_REDIRECTS = 3

type Response = Dispatcher.ResponseData

/** What a download does at each address. */
export interface Download<T> {
  request(at: URL, signal: AbortSignal): Promise<Response>
  /** Reads an answer that is no redirect. */
  read(response: Response, at: URL): Promise<T>
  /**
   * Returns where a redirect leads.
   * @throws {Error} if it is not followed
   */
  target(location: string, from: URL): URL
  /** Returns the error of too many redirects. */
  tooMany(at: URL, max: number): Error
  /** Returns the error to throw in place of one that occurred. */
  failure(error: unknown, at: URL): Error
}

/**
 * Downloads from an address, and follows redirects.
 * @param timeoutMs how long all of it may take, in milliseconds
 * @throws what `failure` returns
 */
export async function followRedirects<T>(
  first: URL,
  timeoutMs: number,
  { request, read, target, tooMany, failure }: Download<T>,
): Promise<T> {
  let at = first
  const { signal, stop } = limitSignal(new AbortController().signal, timeoutMs, timeoutError)
  try {
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const response = await request(at, signal)
      const { location } = response.headers
      if (response.statusCode < 300 || response.statusCode > 308 || typeof location !== 'string')
        return await read(response, at)
      discardRest(response.body)
      at = target(location, at)
    }
    throw tooMany(at, MAX_REDIRECTS)
  } catch (error) {
    throw failure(error, at)
  } finally {
    stop()
  }
}
