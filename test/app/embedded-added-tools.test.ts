import {
  Client as ModernClient,
  InMemoryTransport as ModernPair,
} from '@modelcontextprotocol/client'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js'
import { expect, it, onTestFinished } from 'vitest'
import { createEmbeddedServer } from '../../src/app/embedded-server.ts'
import { MODERN } from '../support/protocol-versions.ts'
import { seed } from '../support/seeded-server.ts'

const NAME = 'alice--crawler'
const OWN = ['whoami', 'add_actor_tool', 'remove_actor_tool']
const INFO = { name: 'test', version: '1.0.0' }

async function serve(options: { readOnly?: boolean } = {}) {
  const { token, url: baseUrl } = await seed()
  const tools = ['whoami', 'dynamic']
  const server = await createEmbeddedServer({ token, baseUrl, tools, ...options })
  onTestFinished(() => server.close())
  return { server, names: () => server.tools.map(({ name }) => name) }
}

it('a program adds and removes tools, which it and its legacy clients see, and modern ones do not', async () => {
  const { server, names } = await serve()
  expect(names()).toEqual(OWN)
  const [ours, theirs] = InMemoryTransport.createLinkedPair()
  await server.connect(ours)
  const client = new Client(INFO)
  await client.connect(theirs)
  let changes = 0
  client.setNotificationHandler(ToolListChangedNotificationSchema, () => {
    changes++
  })
  const [newOurs, newTheirs] = ModernPair.createLinkedPair()
  await server.connect(newOurs)
  const modern = new ModernClient(INFO, { versionNegotiation: { mode: { pin: MODERN } } })
  await modern.connect(newTheirs)

  const added = await server.callTool('add_actor_tool', { actorId: 'alice/crawler' })
  expect(added.structuredContent).toMatchObject({ toolName: NAME })
  expect(names()).toEqual([...OWN, NAME])
  const listed = await client.listTools()
  expect([changes, listed.tools.map(({ name }) => name)]).toEqual([1, [...OWN, NAME]])
  expect((await modern.listTools()).tools.map(({ name }) => name)).toEqual(['whoami'])
  const run = await server.callTool(NAME, { startUrls: [], country: 'C1' })
  expect(run).toHaveProperty('structuredContent.run.status', 'SUCCEEDED')

  await client.callTool({ name: 'remove_actor_tool', arguments: { toolName: NAME } })
  expect(names()).toEqual(OWN)
  expect(changes).toBe(2)
})

it('a program that only reads has no tools that add others', async () => {
  const { server, names } = await serve({ readOnly: true })
  expect(names()).toEqual(['whoami'])
  const refused = await server.callTool('add_actor_tool', { actorId: 'alice/crawler' })
  expect(refused.isError).toBe(true)
})
