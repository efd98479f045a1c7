import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DATASET, openRows, ROWS } from '../support/attack/open-rows.ts'
import { DOORS, type Door } from '../support/attack/open-server.ts'
import { COUNT, ENDLESS, planted } from '../support/attack/query-statements.ts'
import { expectHidden, OWN, SECRETS, wholeOf } from '../support/attack/secrets.ts'
import { makeFolder } from '../support/folder.ts'
import { call as callOf, post } from '../support/http.ts'
import { envelope, modernRequest } from '../support/modern-messages.ts'
import { MODERN } from '../support/protocol-versions.ts'

const HTTP_DOORS = DOORS.filter(({ transport }) => transport === 'HTTP')
const STDIO_DOORS = DOORS.filter(({ transport }) => transport === 'stdio')
const ARGUMENTS = { datasetId: DATASET, sql: ENDLESS }
/** Much less than a statement's time, of 20 s, and much more than it takes to end one. */
const SOON_MS = 10_000

/** Returns how long some work takes, in milliseconds. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}

/** Sends questions that never end as one client; returns what hangs up. */
function askWithoutEnd(url: string, { version }: Door, token: string, count: number) {
  const left = new AbortController()
  const params = { name: 'query_dataset', arguments: ARGUMENTS }
  const message =
    version === MODERN
      ? modernRequest(7, 'tools/call', params)
      : callOf(7, params.name, params.arguments)
  const modern = { 'mcp-method': 'tools/call', 'mcp-name': params.name }
  const headers = { 'mcp-protocol-version': version, ...(version === MODERN && modern) }
  const { signal } = left
  for (let i = 0; i < count; i++) post(url, message, { token, headers, signal }).catch(() => {})
  return () => left.abort()
}

describe.each(DOORS.filter(({ name }) => name !== HTTP_DOORS[0]?.name))('$name', (door) => {
  it(`19 a server that answers questions ends on SIGTERM, over ${door.name}`, async () => {
    const { ask, call, query, fake, child } = await openRows(door, ROWS)
    expect((await query(COUNT)).structured.rows).toEqual([[2000]])
    const before = fake.requests.length
    for (let i = 0; i < 4; i++)
      ask('tools/call', { name: 'query_dataset', arguments: ARGUMENTS }).catch(() => {})
    await expect.poll(() => fake.requests.length).toBeGreaterThan(before)
    await call('whoami')
    const ended = once(child, 'close')
    child.kill('SIGTERM')
    // Over HTTP running calls have 10 s. All of these have 20 s each, two at a time.
    const mostMs = door.transport === 'HTTP' ? 2 * SOON_MS : SOON_MS
    expect(await timed(() => ended)).toBeLessThan(mostMs)
  })
})

describe.each(HTTP_DOORS)('$name', (door) => {
  it(`19 a table that is kept serves its token alone, over ${door.name}`, async () => {
    const { query, fake } = await openRows(door, ROWS, { args: ['--query-cache'] })
    fake.on('GET /v2/datasets/:id', (request, response) => {
      const isMine = request.headers.authorization === 'Bearer one-tenant-token'
      response.writeHead(isMine ? 200 : 404, { 'content-type': 'application/json' })
      const dataset = { id: DATASET, itemCount: 2000, modifiedAt: '2026-01-02T03:04:05.000Z' }
      const error = { type: 'record-not-found', message: 'Dataset was not found' }
      response.end(JSON.stringify(isMine ? { data: dataset } : { error }))
      return undefined
    })
    const downloads = () => fake.requests.filter(({ path }) => path.endsWith('/items')).length
    for (const token of ['one-tenant-token', 'two-tenant-token', 'one-tenant-token']) {
      const { isError, text } = await query(COUNT, {}, token)
      expect(isError, text).toBe(token === 'two-tenant-token')
    }
    expect(downloads()).toBe(1)
  })
})

describe.each(HTTP_DOORS.filter(({ version }) => version === MODERN))('$name', (door) => {
  it(`19 one tenant's questions block no other call, and a place is free in turn, over ${door.name}`, async () => {
    const { call, query, url = '' } = await openRows(door, ROWS, { heapMb: 576 })
    const hangUp = askWithoutEnd(url, door, 'greedy-tenant-token', 8)
    expect(await timed(() => call('whoami', {}, 'modest-tenant-token'))).toBeLessThan(SOON_MS)
    // The two questions that run end after 20 s, and the next place is for who has none.
    expect((await query(COUNT, {}, 'modest-tenant-token')).structured.rows).toEqual([[2000]])
    hangUp()
  })

  it(`19 a question ends when its client hangs up, over ${door.name}`, async () => {
    const { query, fake, url = '' } = await openRows(door, ROWS)
    const hangUp = askWithoutEnd(url, door, wholeOf(OWN), 4)
    await expect.poll(() => fake.requests.some(({ path }) => path.endsWith('/items'))).toBe(true)
    hangUp()
    expect(await timed(() => query(COUNT))).toBeLessThan(SOON_MS)
  })
})

describe.each(STDIO_DOORS)('$name', (door) => {
  it(`19 a question ends when it is cancelled, and the server with its input, over ${door.name}`, async () => {
    const { query, child, fake } = await openRows(door, ROWS)
    const meta = door.version === MODERN ? envelope() : {}
    const send = (message: object) =>
      child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
    const params = { name: 'query_dataset', arguments: ARGUMENTS, ...meta }
    for (const round of [1, 2]) {
      for (let i = 0; i < 4; i++) send({ id: round * 1000 + i, method: 'tools/call', params })
      const downloads = () => fake.requests.filter(({ path }) => path.endsWith('/items')).length
      const before = downloads()
      await expect.poll(downloads).toBeGreaterThan(before)
      for (let i = 0; i < 4; i++)
        send({
          method: 'notifications/cancelled',
          params: { requestId: round * 1000 + i, ...meta },
        })
      expect(await timed(() => query(COUNT))).toBeLessThan(SOON_MS)
    }
    send({ id: 5000, method: 'tools/call', params })
    const ended = once(child, 'close')
    child.stdin.end()
    expect(await timed(() => ended)).toBeLessThan(SOON_MS)
  })

  it.each(SECRETS)(`19 no file of a question has $name, over ${door.name}`, async (secret) => {
    const folder = await makeFolder()
    const { call } = await openRows(door, planted(secret), { args: [`--download-dir=${folder}`] })
    const sql = 'SELECT * FROM items'
    for (const format of ['json', 'jsonl', 'csv', 'xml', 'html']) {
      const { text, isError } = await call('export_items', { datasetId: DATASET, sql, format })
      expect(isError, text).toBe(false)
      expectHidden(text, secret, format)
    }
    const names = await readdir(folder, { recursive: true })
    expect(names.length).toBeGreaterThan(4)
    for (const name of names) {
      const body = await readFile(join(folder, name), 'utf8').catch(() => '')
      expectHidden(body, secret, name)
    }
  })
})
