import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as LegacyHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { startHttp } from '../../support/http.ts'
import { modernRequest } from '../../support/modern-messages.ts'
import { MODERN } from '../../support/protocol-versions.ts'
import { HANDSHAKE, request, startRaw } from '../../support/raw-server.ts'
import { ACTOR, BUILD, seed } from '../../support/seeded-server.ts'
import { environmentOf, MAIN } from '../../support/server-options.ts'

const NAME = 'alice--crawler'
const ADD = { name: 'add_actor_tool', arguments: { actorId: 'alice/crawler' } }
const RUN = { name: NAME, arguments: { startUrls: [], country: 'C1' } }
const OWN = ['whoami', 'add_actor_tool', 'remove_actor_tool']
const CHANGED = 'notifications/tools/list_changed'
const INFO = { name: 'test', version: '1.0.0' }

const listAnswer = z.looseObject({
  result: z.looseObject({ tools: z.array(z.looseObject({ name: z.string() })) }),
})
const namesIn = (message: unknown) => listAnswer.parse(message).result.tools.map(({ name }) => name)

const called = z.looseObject({
  isError: z.boolean().default(false),
  content: z.array(z.looseObject({ text: z.string().default('') })),
})
const textOf = (result: unknown) => {
  const { isError, content } = called.parse(result)
  return { isError, text: content[0]?.text ?? '' }
}

/** Starts a server on stdio for lines of both eras. */
async function startBoth(args: string[]) {
  const fake = await seed()
  fake.catalog.actors.set('bob~web', { ...ACTOR, id: 'actor2', username: 'bob', name: 'web' })
  fake.catalog.builds.set('bob~web', BUILD)
  const { write, answer, messages } = await startRaw({ fake, args })
  let id = 1
  const ask = (era: 'legacy' | 'modern') => (method: string, params?: object) => {
    id++
    write(
      era === 'legacy'
        ? request(id, method, params)
        : JSON.stringify(modernRequest(id, method, params)),
    )
    return answer(id)
  }
  return { write, answer, legacy: ask('legacy'), modern: ask('modern'), messages }
}

describe('what calls have added', () => {
  it('is not for the era whose lists do not depend on calls, on the same connection', async () => {
    const { write, legacy, modern, messages } = await startBoth(['--tools=whoami,dynamic'])
    expect(await modern('server/discover')).toHaveProperty('result.capabilities.tools', {})
    const before = await modern('tools/list')
    expect(namesIn(before)).toEqual(['whoami'])
    write(...HANDSHAKE)
    expect(namesIn(await legacy('tools/list'))).toEqual(OWN)
    expect(await legacy('tools/call', ADD)).toHaveProperty('result.structuredContent')
    expect(messages.filter(({ method }) => method === CHANGED)).toHaveLength(1)
    expect(namesIn(await legacy('tools/list'))).toEqual([...OWN, NAME])
    expect(JSON.stringify(await legacy('tools/call', RUN))).toContain('SUCCEEDED')
    const after = await modern('tools/list')
    expect(after).toEqual({ ...before, id: after.id })
    for (const params of [RUN, ADD]) {
      const text = JSON.stringify(await modern('tools/call', params))
      expect(text).toContain('There is no tool')
      expect(text).toContain('The tools of this server are: whoami.')
    }
  })

  it('is not announced to that era, whose Actors of the operator are', async () => {
    const args = ['--tools=whoami,dynamic', '--actor-tools=alice/crawler']
    const { write, legacy, modern, messages } = await startBoth(args)
    expect(await modern('server/discover')).toHaveProperty('result.capabilities.tools', {
      listChanged: true,
    })
    await expect.poll(async () => namesIn(await modern('tools/list'))).toEqual(['whoami', NAME])
    modern('subscriptions/listen', { notifications: { toolsListChanged: true } })
    write(...HANDSHAKE)
    const other = { ...ADD, arguments: { actorId: 'bob/web' } }
    expect(await legacy('tools/call', other)).toHaveProperty('result.structuredContent')
    const removal = { name: 'remove_actor_tool', arguments: { toolName: NAME } }
    expect(JSON.stringify(await legacy('tools/call', removal))).toContain('so it stays')
    expect(namesIn(await modern('tools/list'))).toEqual(['whoami', NAME])
    // Those of a subscription would say which.
    const announced = messages.filter(({ method }) => method === CHANGED)
    expect(announced).toEqual([{ jsonrpc: '2.0', method: CHANGED }])
  })
})

describe('tools that change the list', () => {
  it('are unknown to a client of 2026-07-28 over stdio', async () => {
    const fake = await seed()
    const env = await environmentOf({ fake })
    for (const tools of ['default,dynamic', 'all']) {
      const client = new Client(INFO, { versionNegotiation: { mode: { pin: MODERN } } })
      const args = [MAIN, `--tools=${tools}`]
      await client.connect(new StdioClientTransport({ command: process.execPath, args, env }))
      onTestFinished(() => client.close())
      const names = (await client.listTools()).tools.map(({ name }) => name)
      expect(names).toContain('run_actor')
      expect(names.filter((name) => /_actor_tool$/.test(name))).toEqual([])
      const result = textOf(await client.callTool(ADD))
      expect(result).toEqual({
        isError: true,
        text: expect.stringMatching(/^There is no tool "add_/),
      })
    }
  })

  it('are not offered over HTTP, where all is everything else', async () => {
    const fake = await seed()
    const { url } = await startHttp({ fake, args: ['--tools=all'] })
    const requestInit = { headers: { authorization: `Bearer ${fake.token}` } }
    const legacy = new LegacyClient(INFO)
    await legacy.connect(new LegacyHttp(new URL(url), { requestInit }))
    const modern = new Client(INFO, { versionNegotiation: { mode: { pin: MODERN } } })
    await modern.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }))
    for (const client of [legacy, modern]) {
      onTestFinished(() => client.close())
      const names = (await client.listTools()).tools.map(({ name }) => name)
      expect(names).toContain('delete_record')
      expect(names.filter((name) => /_actor_tool$/.test(name))).toEqual([])
      expect(textOf(await client.callTool(ADD))).toHaveProperty('isError', true)
    }
    expect(legacy.getServerCapabilities()?.tools).toEqual({})
    const refused = new LegacyClient(INFO)
    const narrowed = new LegacyHttp(new URL(`${url}?tools=dynamic`), { requestInit })
    await expect(refused.connect(narrowed)).rejects.toThrow('which this server does not offer')
  })
})
