import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import type { Command, PrepareOptions, Reply } from '../../../src/query/query-contract.ts'
import { ENDLESS, TOO_LARGE } from './greedy-statements.ts'
import { REFUSED } from './refused-statements.ts'

const SOURCE = new URL('../../../src/query/worker/main.ts', import.meta.url)
const PROGRAM = `import('tsx/esm/api').then(({ register }) => (register(), import(${JSON.stringify(SOURCE)})))`

let worker: Worker
afterEach(() => worker.terminate())

/** Starts a worker with rows as `items`, and returns a function that sends it a command. */
async function startWorker(
  rows: readonly object[],
  maxMb = 48,
  secrets: string[] = [],
  prepare?: PrepareOptions,
): Promise<(command: Command) => Promise<Reply>> {
  worker = new Worker(PROGRAM, { eval: true, env: {}, execArgv: [] })
  const waiting: ((reply: Reply) => void)[] = []
  worker.on('message', (reply: Reply) => waiting.shift()?.(reply))
  const send = (command: Command) =>
    new Promise<Reply>((resolve) => {
      waiting.push(resolve)
      worker.postMessage(command)
    })
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  if (prepare) expect(await send({ do: 'prepare', options: prepare })).toEqual({ did: 'prepare' })
  const replies = await Promise.all([
    send({ do: 'open', options: { maxMb, secrets } }),
    send({ do: 'load', options: { table: 'items', fields: undefined } }),
    send({ do: 'write', bytes: new TextEncoder().encode(text) }),
    send({ do: 'endLoad' }),
  ])
  expect(replies.map(({ did }) => did)).toEqual(['open', 'load', 'write', 'endLoad'])
  return send
}

const BATCH = { maxRows: 100, maxChars: 100_000 }
const PRODUCTS = Array.from({ length: 1000 }, (_, i) => ({
  name: `${i % 2 ? 'Green tea' : 'Black coffee'} ${i}`,
  seller: JSON.stringify({ name: `Shop ${i % 7}` }),
  price: i * 0.5,
}))

const start = (sql: string, maxMs = 60_000): Command => ({
  do: 'start',
  options: { sql, maxMs, maxCellChars: 1000 },
  batch: BATCH,
})

describe('the worker', () => {
  it('cuts long names of columns, and redacts them before', async () => {
    const send = await startWorker([{ a: 1 }], 48, ['token-of-somebody-0123456789'])
    const secret = `SELECT 1 AS "${'n'.repeat(185)}token-of-somebody-0123456789"`
    for (const sql of [`SELECT ${'1 + '.repeat(200)}1`, secret]) {
      const reply = await send(start(sql))
      expect(reply).toMatchObject({
        did: 'start',
        columns: [expect.stringMatching(/^.{194,199}[…\]]$/)],
      })
      expect(JSON.stringify(reply)).not.toContain('token')
    }
  })

  it('starts anew if its warm-up fails', async () => {
    const rows = Array.from({ length: 20 }, () => ({ text: 'x'.repeat(200_000) }))
    const tooSmall = { maxMb: 9, program: undefined, isSpare: true }
    const send = await startWorker(rows, 48, [], tooSmall)
    expect(await send(start('SELECT count(*) FROM items'))).toMatchObject({ rows: [[20]] })
  })

  it('answers commands in their order, also while it starts', async () => {
    const send = await startWorker(PRODUCTS)
    const replies = await Promise.all([
      send(start('SELECT _row FROM items LIMIT 101')),
      send({ do: 'read', batch: BATCH }),
      send({ do: 'finish' }),
      send(start('SELECT nonsense FROM items')),
      send(start("SELECT count(*) AS n FROM items_fts('tea')")),
      send({ do: 'finish' }),
    ])
    const started = { did: 'start', isJson: [false], notes: [] }
    expect(replies).toEqual([
      {
        ...started,
        columns: ['_row'],
        rows: Array.from({ length: 100 }, (_, i) => [i]),
        done: false,
      },
      { did: 'read', rows: [[100]], done: true },
      { did: 'finish' },
      {
        did: 'fail',
        failure: { happened: expect.stringContaining('nonsense'), remedy: expect.any(String) },
      },
      { ...started, columns: ['n'], rows: [[500]], done: true },
      { did: 'finish' },
    ])
  })

  it('lives on after every statement that it refuses or ends', async () => {
    const send = await startWorker(PRODUCTS)
    const greedy = Object.entries(TOO_LARGE).map(([name, { sql }]) => [name, sql, 2000] as const)
    const endless = Object.entries(ENDLESS).map(([name, sql]) => [name, sql, 50] as const)
    const refused = Object.keys(REFUSED).map((sql) => [sql, sql, 2000] as const)
    for (const [name, sql, maxMs] of [...refused, ...greedy, ...endless]) {
      expect.soft((await send(start(sql, maxMs))).did, name).toBe('fail')
      await send({ do: 'finish' })
      const counted = await send(start('SELECT count(*) FROM items'))
      expect(counted, name).toMatchObject({ rows: [[1000]], done: true })
    }
  })

  it('says that rows take too much, and answers from no part of them', async () => {
    const send = await startWorker(PRODUCTS, 24)
    await send({ do: 'load', options: { table: 'other', fields: undefined } })
    const bytes = () => new TextEncoder().encode(`${JSON.stringify({ text: 'x'.repeat(1e6) })}\n`)
    let reply = await send({ do: 'write', bytes: bytes() })
    while (reply.did === 'write') reply = await send({ do: 'write', bytes: bytes() })
    expect(reply).toEqual({
      did: 'fail',
      failure: {
        happened: expect.stringMatching(/memory for queries/),
        remedy: expect.stringMatching(/`fields`.*`--max-query-mb`/),
      },
    })
    expect(await send(start('SELECT count(*) FROM other'))).toEqual(reply)
    expect(await send(start('SELECT count(*) FROM items'))).toEqual(reply)
  })

  it('ends behind its answer when it is told what cannot be', async () => {
    const send = await startWorker(PRODUCTS)
    const ended = new Promise((resolve) => worker.once('exit', resolve))
    expect(await send({ do: 'read', batch: BATCH })).toMatchObject({
      did: 'fail',
      failure: { happened: 'The query engine failed (Error) and has ended.' },
    })
    await ended
  })
})
