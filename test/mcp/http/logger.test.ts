import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, it, onTestFinished } from 'vitest'

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
