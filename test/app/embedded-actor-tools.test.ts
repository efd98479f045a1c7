import { expect, it, onTestFinished } from 'vitest'
import { createEmbeddedServer } from '../../src/app/embedded-server.ts'
import { seed } from '../support/seeded-server.ts'

it('a server in a program starts without a slow Actor, which joins its tools later', async () => {
  const fake = await seed()
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  fake.on('GET /v2/actors/alice~crawler', () => released.then(() => 'pass'))
  const { token, url: baseUrl } = fake
  const lines: string[] = []
  const server = await createEmbeddedServer({
    token,
    baseUrl,
    actorTools: ['alice/crawler', 'alice~crawler'],
    tools: ['whoami'],
    log: (line) => lines.push(line),
  })
  onTestFinished(() => server.close())
  const names = () => server.tools.map(({ name }) => name)
  expect(names()).toEqual(['whoami'])
  expect(server.tools).toBe(server.tools)
  const result = server.callTool('alice--crawler', { startUrls: [], country: 'C1' })
  release()
  expect(await result).toHaveProperty('structuredContent.run.status', 'SUCCEEDED')
  expect(names()).toEqual(['whoami', 'alice--crawler'])
  expect(lines).toHaveLength(2)
})
