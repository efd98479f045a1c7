import { expect, it } from 'vitest'
import { operatorLog } from '../../src/app/operator-log.ts'
import { runProgram } from '../support/built-program.ts'
import { startServer } from '../support/mcp-client.ts'
import { HANDSHAKE, request, startRaw } from '../support/raw-server.ts'
import { seed } from '../support/seeded-server.ts'

it.each([
  ['debug', true],
  ['info', true],
  ['warning', true],
  ['error', false],
  ['emergency', false],
] as const)('a log of the level %s shows warnings: %s', (level, shows) => {
  const lines: string[] = []
  const { log, write } = operatorLog(level, (line) => lines.push(line))
  log('warning')
  write('always')
  expect(lines).toEqual(shows ? ['warning', 'always'] : ['always'])
})

it('over stdio, the level debug adds what calls do, without ids and secrets', async () => {
  const fake = await seed()
  const { call, stderr } = await startServer({ fake, args: ['--log-level=debug'] })
  await call('get_run', { runId: 'run1' })
  await expect
    .poll(stderr)
    .toContain('apify-agent-tools: debug: get_run: GET /v2/actor-runs/{id}: status 200.')
  expect(stderr()).not.toContain('run1')
  expect(stderr()).not.toContain(fake.token)
})

it('a log that nobody reads any more keeps no call from its answer', async () => {
  const { child, write, answer } = await startRaw({
    fake: await seed(),
    args: ['--log-level=debug'],
  })
  child.stderr.destroy()
  write(...HANDSHAKE)
  for (const id of [2, 3]) {
    write(request(id, 'tools/call', { name: 'whoami' }))
    expect(await answer(id)).toHaveProperty('result.structuredContent.username', 'alice')
  }
})

it('a wrong flag is said at any level', async () => {
  const { code, stderr } = await runProgram(['--log-level=emergency', '--port=x'])
  expect(stderr).toContain('--port')
  expect(code).toBe(2)
})
