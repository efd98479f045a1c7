import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { z } from 'zod'
import type { Address } from './address-file.ts'
import { LEASE_PATH, type LeaseTerms, leaseLine } from './lease-terms.ts'
import { readLines } from './read-lines.ts'

/** How long a platform may take to answer, in milliseconds. */
const ANSWER_MS = 10_000

/** The connection that holds a platform. */
export interface Lease {
  /** Tells whether the connection is open, also if what has just closed it is not read yet. */
  isOpen(): Promise<boolean>
  /** Gives the platform up. */
  close(): void
}

const apiError = z.object({ error: z.object({ message: z.string() }) })

/** The platform does not take the terms. */
export class RefusedError extends Error {
  override name = 'RefusedError'
}

/**
 * Attaches to a platform. The lease alone does not keep this process alive.
 * @param log receives the lines for the operator
 * @returns undefined if no platform answers there, or it is ending
 * @throws {RefusedError} if it does not take the terms
 */
export async function openLease(
  { baseUrl, token }: Address,
  terms: LeaseTerms,
  log: (line: string) => void,
): Promise<Lease | undefined> {
  const asked = request(`${baseUrl}${LEASE_PATH}`, {
    method: 'POST',
    agent: false,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  })
  asked.setTimeout(ANSWER_MS, () => asked.destroy())
  const response = await new Promise<IncomingMessage | undefined>((resolve) => {
    asked.once('response', resolve).on('error', () => resolve(undefined))
    asked.end(JSON.stringify(terms))
  })
  if (response?.statusCode === 400) throw new RefusedError(await refusalOf(response))
  if (!response || !(await isAttached(response, log))) {
    asked.destroy()
    return undefined
  }
  asked.setTimeout(0)
  response.socket.unref()
  return {
    async isOpen() {
      // In one turn of the event loop the end is read, and at the end of that turn the socket closes.
      await nextTurn()
      await nextTurn()
      return !response.closed
    },
    close: () => void asked.destroy(),
  }
}

async function refusalOf(response: IncomingMessage): Promise<string> {
  const body = await text(response).catch(() => '')
  try {
    return apiError.parse(JSON.parse(body)).error.message
  } catch {
    return 'The local platform refused this server.'
  }
}

/** Waits for the first line, which says that a platform answers. Logs the further ones. */
function isAttached(response: IncomingMessage, log: (line: string) => void): Promise<boolean> {
  return new Promise((resolve) => {
    response.once('close', () => resolve(false))
    readLines(response, (text) => {
      const line = parse(text)
      if (line && 'log' in line) log(line.log)
      else resolve(line !== undefined)
    })
  })
}

function parse(text: string) {
  try {
    return leaseLine.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
