import type { Engine } from './engine.ts'
import type { TableInfo, TableName, TableSource } from './query-contract.ts'

/** Bytes that are sent to the engine at a time: each message takes some time of its own. */
const BATCH_BYTES = 256 * 1024
/** Batches that are sent and not stored yet. More would only fill the memory. */
const MAX_SENT = 4
/** The first batch is smaller, so that the engine begins early; the next ones grow. */
const FIRST_BYTES = 64 * 1024

interface LoadedTable {
  table: TableInfo
  bytes: number
}

interface LoadListener {
  /** Is told how many rows are stored, after each batch. */
  onRows(rows: number): void
  /** Is called once all that fills the table is sent to the engine. What is sent then is answered behind it. */
  onSent(): void
}

/**
 * Fills a table. Sends at most `MAX_SENT` batches ahead of what is stored.
 * @returns the table, and what the engine takes with all its tables, in bytes
 */
export async function loadTable(
  engine: Engine,
  table: TableName,
  source: TableSource,
  { onRows, onSent }: LoadListener,
): Promise<LoadedTable> {
  const { fields } = source
  // Not awaited, like `open`: the engine answers in order, and fails what follows.
  engine.tell({ do: 'load', options: { table, fields } }, 'load').catch(() => {})
  const store = async (bytes: Uint8Array<ArrayBuffer>) => {
    const { rows } = await engine.tell({ do: 'write', bytes }, 'write')
    onRows(rows)
  }
  let ended: Promise<LoadedTable> | undefined
  await source.open(async (chunks) => {
    const storing: Promise<void>[] = []
    for await (const batch of batches(chunks)) {
      if (storing.length === MAX_SENT) await storing.shift()
      const stored = store(batch)
      // It is awaited some turns later.
      stored.catch(() => {})
      storing.push(stored)
    }
    // Sent at once, since the engine would wait for it. If a batch fails, so does this.
    ended = engine.tell({ do: 'endLoad' }, 'endLoad')
    ended.catch(() => {})
    onSent()
    for (const stored of storing) await stored
  })
  if (!ended) throw new Error('The source was not read.')
  return ended
}

/** Yields bytes in larger pieces, each in memory of its own, which can be given away. */
async function* batches(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let parts: Uint8Array[] = []
  let length = 0
  let wanted = FIRST_BYTES
  for await (const chunk of chunks) {
    parts.push(chunk)
    length += chunk.length
    if (length < wanted) continue
    yield joined(parts, length)
    wanted = Math.min(wanted * 2, BATCH_BYTES)
    parts = []
    length = 0
  }
  if (length > 0) yield joined(parts, length)
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  // All of it is written.
  const whole = Buffer.allocUnsafeSlow(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
