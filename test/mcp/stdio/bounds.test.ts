import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import WebSocket from 'ws'
import { z } from 'zod'
import { startFaultyProxy } from '../../support/fake-apify/faults.ts'
import { HANDSHAKE, request, startRaw } from '../../support/raw-server.ts'
import { seed, serve } from '../../support/seeded-server.ts'

const MIB = 1024 * 1024

/** Returns a call whose line has the given length, in characters. */
function lineOf(id: number, length: number): string {
  const make = (text: string) =>
    request(id, 'tools/call', {
      name: 'put_record',
      arguments: { storeId: 'store1', recordKey: 'big', text },
    })
  return make('x'.repeat(length - make('').length))
}

describe('a request over stdin', () => {
  it('may have 64 MiB; a larger one is refused, and the next is answered', async () => {
    const fake = await seed()
    const { write, answer, stray } = await startRaw({ fake })
    write(...HANDSHAKE, lineOf(2, 64 * MIB))
    expect(await answer(2)).toHaveProperty('result.structuredContent.recordKey', 'big')
    expect(fake.records.get('store1/big')?.body.length).toBeGreaterThan(63 * MIB)
    write(lineOf(3, 64 * MIB + 1), request(4, 'ping'))
    expect(await answer(null)).toMatchObject({
      error: { code: -32600, message: expect.stringContaining('64 MiB') },
    })
    expect(await answer(4)).toMatchObject({ result: {} })
    expect(stray).toEqual([])
    expect(fake.sent('PUT /v2/key-value-stores/store1/records/big')).toHaveLength(1)
  })
})

/** Returns the memory of a process, in bytes; undefined if the system does not report it. */
async function residentBytes(pid: number | undefined): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(status)?.[1]
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
}

/** Returns the heap that a server with a debugger port uses after garbage collection, in bytes. */
async function usedBytes(stderr: string): Promise<number> {
  const debug = new WebSocket(/ws:\/\/\S+/.exec(stderr)?.[0] ?? '')
  await once(debug, 'open')
  for (const [id, method] of ['HeapProfiler.collectGarbage', 'Runtime.getHeapUsage'].entries())
    debug.send(JSON.stringify({ id, method }))
  const answers = z.object({
    id: z.number(),
    result: z.object({ usedSize: z.number().optional() }),
  })
  for (;;) {
    const [message] = await once(debug, 'message')
    const { id, result } = answers.parse(JSON.parse(String(message)))
    if (id !== 1) continue
    debug.close()
    return result.usedSize ?? Number.NaN
  }
}

describe('200 calls at once over stdio', () => {
  it('leak no memory', async () => {
    const { call, fake, stderr } = await serve({ env: { NODE_OPTIONS: '--inspect=127.0.0.1:0' } })
    fake.datasets.set(
      'data1',
      Array.from({ length: 100 }, (_, i) => ({ i, text: 'lorem ipsum '.repeat(40) })),
    )
    const both = () =>
      Promise.all([
        call('list_dataset_items', { datasetId: 'data1', limit: 100 }),
        call('get_log', { runId: 'run1' }),
      ])
    await both()
    const idle = await usedBytes(stderr())
    for (let i = 0; i < 5; i++) await Promise.all(Array.from({ length: 100 }, both))
    await expect.poll(() => usedBytes(stderr()), { timeout: 30_000 }).toBeLessThan(idle + 6 * MIB)
  })

  it('are answered over at most 50 sockets, and sockets and memory are freed afterwards', async () => {
    const fake = await seed()
    fake.datasets.set(
      'data1',
      Array.from({ length: 200 }, (_, i) => ({ i, text: 'lorem ipsum '.repeat(40) })),
    )
    const proxy = await startFaultyProxy({ upstream: fake.url })
    onTestFinished(() => proxy.close())
    const api = { url: `http://127.0.0.1:${proxy.port}`, token: fake.token }
    const { child, write, answer, exited } = await startRaw({ fake: api })
    write(...HANDSHAKE)
    await answer(1)
    const calls: [name: string, args: object][] = [
      ['whoami', {}],
      ['get_run', { runId: 'run1' }],
      ['get_log', { runId: 'run1' }],
      ['list_dataset_items', { datasetId: 'data1', limit: 100 }],
      ['get_record', { storeId: 'store1', recordKey: 'OUTPUT' }],
    ]
    let id = 2
    const round = async (count: number) => {
      const ids = Array.from({ length: count }, () => id++)
      write(
        ...ids.map((id) => {
          const [name, args] = calls[id % calls.length] ?? ['whoami', {}]
          return request(id, 'tools/call', { name, arguments: args })
        }),
      )
      for (const id of ids) {
        const { result } = Object(await answer(id))
        expect(result.isError, JSON.stringify(result).slice(0, 300)).toBeFalsy()
      }
    }
    // The heap of Node 24 grows for some hundred calls before V8 compacts it.
    for (let i = 0; i < 4; i++) await round(200)
    const warm = await residentBytes(child.pid)
    for (let i = 0; i < 4; i++) await round(200)
    const after = await residentBytes(child.pid)
    expect(proxy.maxOpen()).toBeLessThanOrEqual(50)
    expect(proxy.maxOpen()).toBeGreaterThan(10)
    if (warm !== undefined && after !== undefined) expect(after - warm).toBeLessThan(100 * MIB)
    // A few connections are kept alive, and end with the server.
    expect(proxy.open()).toBeLessThanOrEqual(50)
    child.stdin.end()
    expect(await exited).toMatchObject({ code: 0, stray: [] })
    await proxy.untilIdle()
  })
})
