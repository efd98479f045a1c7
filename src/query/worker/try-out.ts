import { setImmediate } from 'node:timers/promises'
import { Session } from './session.ts'
import type { Sqlite } from './sqlite.ts'

/** After so many rows V8 has compiled most of what loading takes. */
const ROWS = 6_000
/** Rows between two looks at whether a question has come. */
const ROWS_AT_ONCE = 200

const STATEMENT = `SELECT deep->>'a' AS a, count(*) AS n, avg(fraction) AS m FROM items
  WHERE number < 5000 AND yes GROUP BY 1 ORDER BY n DESC`

/**
 * Loads rows of no meaning and asks about them, in a database of their own: what V8 has compiled by then is fast for
 * the question that comes.
 * @param isWanted returns whether a question waits, which ends it
 */
export async function tryOut(
  sqlite: Sqlite,
  maxMb: number,
  isWanted: () => boolean,
): Promise<void> {
  const session = Session.open(sqlite, { maxMb, secrets: [] })
  try {
    session.answer({ do: 'load', options: { table: 'items', fields: undefined } })
    for (let from = 0; from < ROWS && !isWanted(); from += ROWS_AT_ONCE) {
      session.answer({ do: 'write', bytes: rowsFrom(from) })
      // Here a question can arrive.
      await setImmediate()
    }
    session.answer({ do: 'endLoad' })
    if (isWanted()) return
    const options = { sql: STATEMENT, maxMs: 1000, maxCellChars: 1000 }
    session.answer({ do: 'start', options })
    session.answer({ do: 'read', options: { maxRows: 100, maxChars: 10_000 } })
  } finally {
    session.close()
  }
}

function rowsFrom(from: number): Uint8Array<ArrayBuffer> {
  const lines = Array.from({ length: ROWS_AT_ONCE }, (_, i) => `${JSON.stringify(row(from + i))}\n`)
  return new Uint8Array(Buffer.from(lines.join('')))
}

/** A row with values of all kinds. */
function row(i: number): object {
  return {
    number: i,
    fraction: i + 0.5,
    yes: i % 3 === 0,
    none: null,
    short: `text ${i}`,
    long: 'A text that is longer than most values of a row are. '.repeat(3),
    accents: `ti\u00ea\u0301 ${i}`,
    deep: { a: i % 50, b: 'text' },
    list: ['one', 'two'],
  }
}
