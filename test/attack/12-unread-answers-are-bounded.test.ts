import { describe, expect, it } from 'vitest'
import { DOORS, openServer } from '../support/attack/open-server.ts'
import { metric, openSocket, postBytes, readIds } from '../support/attack/pipelined.ts'
import { seed } from '../support/seeded-server.ts'

const CONNECTIONS = 60
const REQUESTS = 2000
const HEAP_MB = 576
const MIB = 1024 * 1024
/** More answers than the buffers of the system hold for one connection. */
const MANY = 400
const HTTP_DOORS = DOORS.filter(({ transport }) => transport === 'HTTP')

describe.each(HTTP_DOORS)('$name', (door) => {
  it(`12 pipelined requests wait in the network while answers are unread, over ${door.name}`, async () => {
    const fake = await seed()
    const { url = '', call } = await openServer(door, { fake, heapMb: HEAP_MB })
    const target = { url, token: fake.token, door }
    const bytes = Array.from({ length: REQUESTS }, (_, id) =>
      postBytes(target, id, 'tools/list'),
    ).join('')
    const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, () => openSocket(url)))
    for (const socket of sockets) socket.write(bytes)
    await expect
      .poll(() => metric(url, 'http_responses_total{status="200"}'))
      .toBeGreaterThan(10 * CONNECTIONS)
    expect(await metric(url, 'process_resident_memory_bytes')).toBeLessThan(300 * MIB)
    expect(await metric(url, 'http_requests_in_flight')).toBeLessThanOrEqual(CONNECTIONS)
    expect(await call('whoami')).toMatchObject({ structured: { username: 'alice' } })
  })

  it(`12 a client that pipelines and then reads gets each answer, in order, over ${door.name}`, async () => {
    const fake = await seed()
    const { url = '' } = await openServer(door, { fake })
    const target = { url, token: fake.token, door }
    const ids = Array.from({ length: MANY }, (_, id) => id)
    const socket = await openSocket(url)
    socket.write(ids.map((id) => postBytes(target, id, 'tools/list')).join(''))
    await expect.poll(() => metric(url, 'http_responses_total{status="200"}')).toBeGreaterThan(9)
    expect(await readIds(socket, MANY)).toEqual(ids)
  })
})
