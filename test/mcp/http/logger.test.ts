import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { connect, startHttp } from '../../support/http.ts'
import { seed } from '../../support/seeded-server.ts'

const LOGGER = new URL('../../../src/mcp/http/logger.ts', import.meta.url).href

// The first lines fill the pipe that nobody reads, so that their write goes on. The time to write the last one
// comes meanwhile: timers of one length or less end in the order in which they begin.
const PROGRAM = `
  const { createLogger } = await import(${JSON.stringify(LOGGER)})
  const { writeLines } = createLogger({ logLine: (line) => line })
  writeLines('x'.repeat(1024 * 1024))
  writeLines('last')
  setTimeout(() => process.stdout.write('waits'), 200)
  process.stdin.resume()
`

it('writes the last lines that came while it wrote others', async () => {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', PROGRAM],
    { stdio: 'pipe' },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  const lines: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => lines.push(line))
  await expect.poll(() => lines.at(-1)).toBe('last')
})

describe('--log-level over HTTP', () => {
  it('debug adds calls and their requests, without ids', async () => {
    const fake = await seed()
    const { url, logged, stderr } = await startHttp({ fake, args: ['--log-level=debug'] })
    const { client } = await connect(url, fake.token)
    await client.callTool({ name: 'get_run', arguments: { runId: 'run1' } })
    const line = await logged(({ route }) => route === '/v2/actor-runs/{id}')
    expect(line).toMatchObject({ level: 'debug', tool: 'get_run', method: 'GET', status: 200 })
    expect(await logged(({ msg }) => msg === 'Call ended: ok.')).toMatchObject({ tool: 'get_run' })
    expect(stderr()).not.toContain(fake.token)
  })

  it('by default has a line for each request, and none for what a call does', async () => {
    const fake = await seed()
    const { url, logged, stderr } = await startHttp({ fake })
    const { client } = await connect(url, fake.token)
    await client.callTool({ name: 'get_run', arguments: { runId: 'run1' } })
    await logged(({ methods }) => String(methods) === 'tools/call')
    expect(stderr()).not.toContain('"level":"debug"')
  })
})
