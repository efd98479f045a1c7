import { EventEmitter } from 'node:events'
import { Readable } from 'node:stream'
import { createQueries } from '../../src/query/ask.ts'
import type { EngineWorker } from '../../src/query/engine.ts'
import type { PoolOptions } from '../../src/query/engine-pool.ts'
import type {
  Answer,
  Cell,
  Command,
  Question,
  Reply,
  TableSource,
} from '../../src/query/query-contract.ts'

/** Answers a command; undefined for no answer at all. */
type Answering = (command: Command) => Reply | undefined

/** What a worker answers that has one row for each line, and one result. */
export function plainAnswer(command: Command): Reply | undefined {
  switch (command.do) {
    case 'write':
      return { did: 'write', rows: Buffer.from(command.bytes).toString().split('\n').length - 1 }
    case 'endLoad':
      return { did: 'endLoad', table: { name: 'items', rows: 1, columns: [], notes: [] }, bytes: 1 }
    case 'start':
      return {
        did: 'start',
        columns: ['a'],
        isJson: [false],
        notes: ['from start'],
        rows: [[1]],
        done: false,
      }
    case 'read':
      return { did: 'read', rows: [[2]], done: true }
    default:
      return { did: command.do }
  }
}

/** A worker without a thread. It notes what it is told. */
export class FakeWorker extends EventEmitter {
  readonly told: Command[] = []
  isEnded = false
  isRef = true
  readonly stdout = Readable.from([])
  readonly stderr = Readable.from([])

  constructor(private readonly answer: Answering = plainAnswer) {
    super()
  }

  postMessage(command: Command): void {
    this.told.push(command)
    const reply = this.answer(command)
    if (reply) setImmediate(() => this.emit('message', reply))
  }

  async terminate(): Promise<number> {
    this.isEnded = true
    return 1
  }

  ref(): void {
    this.isRef = true
  }

  unref(): void {
    this.isRef = false
  }
}

/** Starts fake workers, and keeps them for the test. */
function fakeWorkers(answer?: Answering) {
  const workers: FakeWorker[] = []
  const startWorker = (): EngineWorker => {
    const worker = new FakeWorker(answer)
    workers.push(worker)
    return worker
  }
  return { workers, startWorker }
}

/** A source of rows that counts how often it is read. */
export function rowsOf(
  key: string,
  version: string | undefined,
  lines: Iterable<string> = ['{"a":1}\n'],
) {
  const opened: string[] = []
  const source: TableSource = {
    key,
    ownKey: () => key,
    fields: undefined,
    version: async () => version,
    open(read) {
      opened.push(key)
      return read(chunksOf(lines))
    },
  }
  return { source, opened }
}

async function* chunksOf(lines: Iterable<string>): AsyncGenerator<Uint8Array> {
  for (const line of lines) yield Buffer.from(line)
}

/** A question about one source. */
export function questionOn(items: TableSource, sql = 'SELECT 1'): Question {
  return { sql, items, maxCellChars: 1000, batch: { maxRows: 10, maxChars: 1000 } }
}

/** Reads an answer to its end. */
export async function readAll(answer: Answer) {
  const rows: Cell[][] = []
  for (let done = false; !done; ) {
    const read = await answer.read()
    rows.push(...read.rows)
    done = read.done
  }
  return { rows, wasLoaded: answer.wasLoaded, notes: answer.notes }
}

/** A service with fake workers. */
export function fakeService(options: Partial<PoolOptions> = {}, answer?: Answering) {
  const fake = fakeWorkers(answer)
  const { startWorker } = fake
  const queries = createQueries({ maxMb: 16, keeps: true, atOnce: 4, startWorker, ...options })
  return { ...fake, queries }
}

/** The workers that were asked. One more may wait for the next question. */
export function askedOf(workers: readonly FakeWorker[]): FakeWorker[] {
  return workers.filter(({ told }) => told.some((command) => command.do === 'open'))
}

/** Answers as `plainAnswer` until one command, and nothing from then on. */
export function deafTo(silent: Command['do']): Answering {
  let isDeaf = false
  return (command) => {
    isDeaf ||= command.do === silent
    return isDeaf ? undefined : plainAnswer(command)
  }
}

/** A call that nothing ends. */
export const CALL = { tenant: undefined, signal: new AbortController().signal, secrets: [] }
