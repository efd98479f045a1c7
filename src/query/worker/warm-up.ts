import { setTimeout as sleep } from 'node:timers/promises'
import { nativeFunctions } from './native-functions.ts'
import { Session } from './session.ts'
import type { Database } from './sqlite.ts'
import type { Sandbox } from './statement.ts'

/** V8 compiles code for loops that are long, so that few long rounds take less time than many short ones. */
const ROWS = 600
/** V8 compiles code beside the worker, and again when a later round shows it something new. */
const ROUNDS = 6
/** Between two rounds, so that the next one runs what was compiled. In milliseconds. */
const PAUSE_MS = 5
/**
 * V8 compiles a loop after some thousand rounds. Without these, the loop over all rows would get there in the middle of
 * a question, and be compiled beside it for up to 20 ms. Small rows take little time.
 */
const SMALL_ROWS = 1500
/** Statements like those that agents write. */
const STATEMENTS = [
  "SELECT seller->>'name' AS seller, count(*) AS n, avg(price) FROM items WHERE price < 20 AND inStock GROUP BY 1 ORDER BY n DESC LIMIT 5",
  "SELECT * FROM items WHERE name LIKE '%tea%' ORDER BY rating DESC LIMIT 20",
]
/** As much as the rows of most datasets. A spare engine takes it of the machine's memory. */
const ROOM_BYTES = 8 * 1024 * 1024
/** Like those of a server with a token. */
const SECRETS = ['the-token-of-nobody']
const DESCRIPTION = 'Loose leaf, picked by hand, dried in the sun. '.repeat(8)

/**
 * Loads rows and asks about them, so that the code of both is compiled when the first real rows arrive, and
 * removes them. It takes about 300 ms, and halves the time of a first question.
 * @param asked aborts when a question waits: it gets the engine as it is
 */
export async function warmUp(sandbox: Sandbox, asked: AbortSignal): Promise<void> {
  detachOneBuffer()
  for (let round = 0; round < ROUNDS && !asked.aborted; round++) {
    // Some servers have no secrets: their rows take another way.
    askOnce(sandbox, round % 2 === 0 ? SECRETS : [])
    if (round === 0) makeRoom(sandbox.db)
    await sleep(PAUSE_MS, undefined, { signal: asked }).catch(() => {})
  }
}

/**
 * Lets SQLite's memory grow, and writes to all of it. When it grows while rows are stored, V8 throws away code that has
 * not seen that, and compiles it again beside the question. The first write to a page takes time of its own.
 */
function makeRoom(db: Database): void {
  const { sqlite3_malloc, sqlite3_free } = nativeFunctions(db)
  const room = sqlite3_malloc(ROOM_BYTES)
  if (room === 0) return
  db.wasm.heap8u().fill(0, room, room + ROOM_BYTES)
  sqlite3_free(room)
}

/**
 * Detaches a buffer of memory. The first time that SQLite's memory grows, V8 would throw away all code that it
 * compiled for such buffers.
 */
function detachOneBuffer(): void {
  const buffer = new ArrayBuffer(8)
  structuredClone(buffer, { transfer: [buffer] })
}

function askOnce(sandbox: Sandbox, secrets: readonly string[]): void {
  // Secrets arrive in a message, as a copy. V8 tells that from an array of this program.
  const session = new Session(sandbox, { secrets: structuredClone(secrets) })
  session.answer({ do: 'load', options: { table: 'items', fields: undefined } })
  session.answer({ do: 'write', bytes: new TextEncoder().encode(rows()) })
  session.answer({ do: 'endLoad' })
  for (const sql of STATEMENTS) {
    const batch = { maxRows: 100, maxChars: 10_000 }
    session.answer({ do: 'start', options: { sql, maxMs: 1000, maxCellChars: 1000 }, batch })
    session.answer({ do: 'finish' })
  }
  sandbox.tables.length = 0
  sandbox.db.exec('DROP TABLE items')
}

/** Rows as they are found, some of them empty or written in a way that is parsed. */
function rows(): string {
  const small = Array.from({ length: SMALL_ROWS }, (_, i) => `{"price":${i / 8},"inStock":true}`)
  return [...Array.from({ length: ROWS }, (_, i) => rowOf(i)), ...small].join('\n')
}

function rowOf(i: number): string {
  if (i % 50 === 49) return i % 100 === 99 ? '{}' : String.raw`{"name":"caf\u00e9"}`
  return JSON.stringify({
    url: `https://example.com/${i}`,
    name: `Tea no. ${i}`,
    price: i / 100,
    rating: i % 5,
    inStock: i % 3 === 0,
    brand: null,
    seller: {
      name: `Seller ${i % 7}`,
      country: 'PT',
      sales: i * 1000,
      share: -i / 7,
      top: i % 2 === 0,
    },
    imageUrls: [`https://example.com/${i}-1.jpg`, `https://example.com/${i}-2.jpg`],
    variants: [{ grams: 50, price: i / 100 }, null, []],
    description: i % 4 === 0 ? `"${DESCRIPTION}"\n${i}` : DESCRIPTION,
    ...(i % 5 === 0 && { discount: -i }),
  })
}
