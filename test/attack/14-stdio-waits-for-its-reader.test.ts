import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { DOORS, type Door } from '../support/attack/open-server.ts'
import type { FakeApify } from '../support/fake-apify/apify.ts'
import { envelope } from '../support/modern-messages.ts'
import { MODERN } from '../support/protocol-versions.ts'
import { HANDSHAKE } from '../support/raw-server.ts'
import { seed } from '../support/seeded-server.ts'
import { environmentOf, MAIN } from '../support/server-options.ts'
import { seedWaiting, WAITING } from '../support/waiting-run.ts'

const FLOOD = 27_000
const MANY = 2_000
/** Without a bound it is 1,200 MB. A server at rest has about 100. */
const MAX_PEAK_MB = 350
const STDIO_DOORS = DOORS.filter(({ transport }) => transport === 'stdio')

/** Starts the built server for a client that writes, but does not read before it is told to. */
async function startUnread({ version }: Door, fake: FakeApify) {
  const child = spawn(process.execPath, [MAIN], {
    env: await environmentOf({ fake }),
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const exited = once(child, 'close').then(() => child.exitCode)
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exited
  })
  child.stdin.on('error', () => {})
  const isModern = version === MODERN
  const line = (message: object) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`
  if (!isModern) child.stdin.write(HANDSHAKE.map((each) => `${each}\n`).join(''))
  const request = (id: number, method: string, params: object = {}) =>
    line({ id, method, params: isModern ? { ...envelope(), ...params } : params })
  return {
    child,
    exited,
    request,
    cancelled: (requestId: number) =>
      line({ method: 'notifications/cancelled', params: { requestId } }),
    /** Writes lines; resolves when the server, or the system, has taken them all. */
    write: (text: string) =>
      new Promise<void>((resolve) => child.stdin.write(text, () => resolve())),
    /** Returns the most memory that the server has had, in megabytes. */
    async peakMb() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '')
      return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024
    },
  }
}

describe.each(STDIO_DOORS)('$name', (door) => {
  it(`14 a client that reads nothing costs no memory, and can end the server, over ${door.name}`, async () => {
    const { write, request, peakMb, child, exited } = await startUnread(door, await seed())
    for (let id = 2; id < FLOOD; id += 1000)
      await write(Array.from({ length: 1000 }, (_, i) => request(id + i, 'tools/list')).join(''))
    expect(await peakMb()).toBeLessThan(MAX_PEAK_MB)
    child.stdin.end()
    expect(await exited).toBe(0)
  })

  it.each([
    ['lines that are no JSON', 'nonsense\n'],
    ['messages of no revision', '{"method":"a"}\n'],
    ['responses that are malformed', '{"jsonrpc":"2.0","id":1,"result":7}\n'],
  ])(`14 errors that are left unread are bounded: %s, over ${door.name}`, async (_, line) => {
    const { write, peakMb, child, exited } = await startUnread(door, await seed())
    for (let i = 0; i < 100; i++) await write(line.repeat(1000))
    expect(await peakMb()).toBeLessThan(MAX_PEAK_MB)
    child.stdin.end()
    expect(await exited).toBe(0)
  })

  it(`14 a client that reads late gets each answer, in order, over ${door.name}`, async () => {
    const { write, request, child } = await startUnread(door, await seed())
    const ids = Array.from({ length: MANY }, (_, i) => i + 2)
    await write(ids.map((id) => request(id, 'tools/list')).join(''))
    const answered: number[] = []
    for await (const text of createInterface({ input: child.stdout })) {
      const { id } = JSON.parse(text)
      if (id > 1) answered.push(id)
      if (answered.length === MANY) break
    }
    expect(answered).toEqual(ids)
  })

  it(`14 a client that has closed its input gets the answers that it reads late, over ${door.name}`, async () => {
    const { request, child } = await startUnread(door, await seed())
    const ids = Array.from({ length: 200 }, (_, i) => i + 2)
    child.stdin.end(ids.map((id) => request(id, 'tools/list')).join(''))
    const answered: number[] = []
    for await (const text of createInterface({ input: child.stdout })) {
      const { id } = JSON.parse(text)
      if (id > 1) answered.push(id)
    }
    expect(answered).toEqual(ids)
  })

  it(`14 a cancellation passes requests that wait, over ${door.name}`, async () => {
    const { fake, upstream } = await seedWaiting()
    const { write, request, cancelled } = await startUnread(door, fake)
    await write(request(2, 'tools/call', { name: 'get_run', arguments: WAITING }))
    const { closed } = await upstream()
    await write(Array.from({ length: 1000 }, (_, i) => request(i + 3, 'tools/list')).join(''))
    await write(cancelled(2))
    expect(await closed).toEqual({ whole: false })
  })
})
