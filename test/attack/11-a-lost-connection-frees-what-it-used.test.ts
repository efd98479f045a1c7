import { describe, expect, it } from 'vitest'
import { DOORS, openServer } from '../support/attack/open-server.ts'
import { metric, openSocket, postBytes } from '../support/attack/pipelined.ts'
import { seed } from '../support/seeded-server.ts'
import { seedWaiting } from '../support/waiting-run.ts'

const CONNECTIONS = 40
const REQUESTS = 100
const HTTP_DOORS = DOORS.filter(({ transport }) => transport === 'HTTP')
const ids = Array.from({ length: REQUESTS }, (_, id) => id)

describe.each(HTTP_DOORS)('$name', (door) => {
  it(`11 clients that pipeline, read nothing and hang up leave nothing, over ${door.name}`, async () => {
    const fake = await seed()
    const { url = '', ask } = await openServer(door, { fake, args: ['--max-concurrency=100'] })
    const target = { url, token: fake.token, door }
    const bytes = ids.map((id) => postBytes(target, id, 'tools/list')).join('')
    const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, () => openSocket(url)))
    for (const socket of sockets) socket.write(bytes)
    await expect.poll(() => metric(url, 'http_responses_total{status="200"}')).toBeGreaterThan(0)
    for (const socket of sockets) socket.destroy()
    await expect.poll(() => metric(url, 'http_requests_in_flight')).toBe(0)
    expect(await ask('tools/list')).toHaveProperty('result')
  })

  it.each([REQUESTS, 3_000])(
    `11 a client that hangs up during a call with %d behind it frees its place, over ${door.name}`,
    async (count) => {
      const { fake, upstream } = await seedWaiting()
      const { url = '', call } = await openServer(door, { fake, args: ['--max-concurrency=1'] })
      const target = { url, token: fake.token, door }
      const params = { name: 'get_run', arguments: { runId: 'run1', waitSecs: 45 } }
      const socket = await openSocket(url)
      const bytes = postBytes(target, 0, 'tools/call', params).repeat(count)
      await new Promise((resolve) => socket.write(bytes, resolve))
      await upstream()
      expect(await metric(url, 'http_requests_in_flight')).toBe(1)
      socket.destroy()
      await expect.poll(() => metric(url, 'http_requests_in_flight')).toBe(0)
      expect(await call('whoami')).toMatchObject({ structured: { username: 'alice' } })
      // What waited behind the call was never begun.
      expect(fake.sent('GET /v2/actor-runs/run1').length).toBeLessThan(5)
    },
  )
})
