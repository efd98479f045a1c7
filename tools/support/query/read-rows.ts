import type { Apify } from '../../../src/apify/types/apify.ts'
import type { ItemsPage, ItemsQuery, StorageRef } from '../../../src/apify/types/storage-types.ts'
import { deferred } from '../../../src/shared/deferred.ts'
import { RowLines } from './row-lines.ts'

/** What is known about the rows while they are read. */
export interface RowsRead {
  /** Rows that were passed on. */
  rows: number
  /** The API's count of the rows, when it began to send them. */
  total?: number | undefined
}

/** One answer to a request, which stays open until it is settled. */
interface Attempt {
  page: ItemsPage
  done: () => void
  /** The client asks again, if its rules allow it. */
  broke: (error: unknown) => void
}

/**
 * Yields all rows of a dataset as jsonl, with the secrets that they may hold, in whole lines. If the connection
 * breaks, the client asks again, and the rows that were passed on are left out: rows are only ever added.
 * @param read is kept up to date
 */
export async function* readRows(
  apify: Pick<Apify, 'readItems'>,
  ref: StorageRef,
  query: ItemsQuery,
  read: RowsRead,
): AsyncGenerator<Buffer> {
  for (;;) {
    const from = read.rows
    yield* readFrom(apify, ref, { ...query, offset: from || undefined, format: 'jsonl' }, read)
    // With `fields` it is not certain that each item is a row. Otherwise rows that are counted and missing are
    // asked for, since a body that a proxy cuts between two rows looks whole.
    const isShort = read.total !== undefined && read.rows < read.total
    if (query.fields?.length || !isShort || read.rows === from) return
  }
}

async function* readFrom(
  apify: Pick<Apify, 'readItems'>,
  ref: StorageRef,
  query: ItemsQuery,
  read: RowsRead,
): AsyncGenerator<Buffer> {
  const before = read.rows
  const lines = new RowLines()
  const answers = attempts((use) => apify.readItems(ref, query, use))
  for await (const { page, done, broke } of answers) {
    read.total ??= page.total
    lines.restart()
    try {
      for await (const part of page.chunks) {
        const whole = lines.pass(part)
        read.rows = before + lines.rows
        yield* whole
      }
      const last = lines.end()
      read.rows = before + lines.rows
      yield* last
      done()
      return
    } catch (error) {
      broke(error)
    } finally {
      // Also when nobody wants more rows.
      done()
    }
  }
}

/** Yields the answers to a request that may be sent again, until one is done. */
async function* attempts(
  request: (use: (page: ItemsPage) => Promise<void>) => Promise<void>,
): AsyncGenerator<Attempt> {
  let next = deferred<Attempt>()
  const answered = request(
    (page) => new Promise((done, broke) => next.resolve({ page, done, broke })),
  )
  answered.catch((error) => next.reject(error))
  for (;;) {
    const attempt = await next.promise
    next = deferred()
    // If the call ends while nobody waits for the next answer.
    next.promise.catch(() => {})
    yield attempt
  }
}
