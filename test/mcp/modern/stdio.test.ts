import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  EMPTY_ACKNOWLEDGEMENT,
  LISTEN_PARAMS,
  modernRequest,
  WAIT_CALL,
} from '../../support/modern-messages.ts'
import { MODERN } from '../../support/protocol-versions.ts'
import { HANDSHAKE, startRaw } from '../../support/raw-server.ts'
import { seed } from '../../support/seeded-server.ts'
import { seedWaiting } from '../../support/waiting-run.ts'

const list = z.looseObject({ result: z.looseObject({ tools: z.array(z.unknown()).min(1) }) })
const toolsIn = (message: unknown) => list.parse(message).result.tools

describe('one connection over stdio', () => {
  it('serves each message in the version that it names', async () => {
    const fake = await seed()
    const { write, answer, child, exited } = await startRaw({ fake, args: ['--views=off'] })
    write(
      JSON.stringify(modernRequest(2, 'server/discover')),
      JSON.stringify(modernRequest(3, 'tools/list')),
    )
    expect(await answer(2)).toMatchObject({
      result: { supportedVersions: [MODERN], capabilities: { tools: {} } },
    })
    const listed = await answer(3)
    expect(listed).toMatchObject({
      result: { resultType: 'complete', cacheScope: 'public', ttlMs: 300_000 },
    })
    write(...HANDSHAKE, JSON.stringify({ jsonrpc: '2.0', id: 4, method: 'tools/list' }))
    expect(await answer(1)).toMatchObject({ result: { protocolVersion: '2025-06-18' } })
    const old = await answer(4)
    expect(old).not.toHaveProperty('result.ttlMs')
    expect(toolsIn(old)).toEqual(toolsIn(listed))
    child.stdin.end()
    expect(await exited).toMatchObject({ code: 0, stray: [], stderr: '' })
  })

  it('answers an unknown version with the supported versions, at any time', async () => {
    const { write, answer } = await startRaw({ fake: await seed() })
    for (const id of [1, 3]) {
      write(JSON.stringify(modernRequest(id, 'tools/list', {}, '2031-01-01')))
      expect(await answer(id)).toMatchObject({ error: { code: -32022 } })
      write(JSON.stringify(modernRequest(id + 1, 'tools/list')))
      expect(await answer(id + 1)).toHaveProperty('result.tools')
    }
  })

  it('aborts a call to Apify when its client cancels it', async () => {
    const { fake, upstream } = await seedWaiting()
    const { write, answer, messages } = await startRaw({ fake })
    write(JSON.stringify(modernRequest(1, 'tools/call', WAIT_CALL)))
    const { closed } = await upstream()
    const params = { requestId: 1 }
    write(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params }))
    expect(await closed).toEqual({ whole: false })
    write(JSON.stringify(modernRequest(2, 'tools/list')))
    await answer(2)
    expect(messages.map(({ id }) => id)).toEqual([2])
  })

  it('acknowledges a subscription with no notifications', async () => {
    const { write, answer, messages } = await startRaw({ fake: await seed() })
    write(JSON.stringify(modernRequest(1, 'subscriptions/listen', LISTEN_PARAMS)))
    write(JSON.stringify(modernRequest(2, 'tools/list')))
    await answer(2)
    expect(messages[0]).toMatchObject(EMPTY_ACKNOWLEDGEMENT)
  })

  it('answers what was asked before stdin was closed', async () => {
    const { write, child, exited, messages } = await startRaw({ fake: await seed() })
    write(
      JSON.stringify(modernRequest(1, 'server/discover')),
      JSON.stringify(modernRequest(2, 'tools/list')),
    )
    child.stdin.end()
    expect(await exited).toMatchObject({ code: 0, stray: [] })
    expect(messages.map(({ id }) => id)).toEqual([1, 2])
  })
})
