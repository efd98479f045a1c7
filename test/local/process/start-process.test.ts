import { expect, onTestFinished, test, vi } from 'vitest'
import { startProcess } from '../../../src/local/process/start-process.ts'
import { untilEnded } from '../../support/local-platform/shared-platform.ts'

/** Runs a program of one line as the platform. */
function start(script: string, log: (line: string) => void = () => {}) {
  const program = { args: ['--eval', script], env: process.env, cwd: process.cwd() }
  return startProcess(program, log)
}

test.each(['"Loaded."', '"1"', '"{}"', '"{\\"state\\":\\"odd\\"}"'])(
  'a line before the state, such as %s, is skipped',
  async (line) => {
    const script = `console.log(${line}); console.log('{"state":"ready"}')`
    expect(await start(script)).toEqual({ state: 'ready' })
  },
)

test('a process that ends without its state has failed, with what it wrote on stderr', async () => {
  const log = vi.fn()
  expect(await start('console.log("Hi."); console.error("No disk.")', log)).toEqual({
    state: 'failed',
    message: 'No disk. It ended before it was ready.',
  })
  expect(log.mock.calls).toEqual([['No disk.']])
})

test('a process that never says its state is killed, and has failed', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  let said: (line: string) => void = () => {}
  const firstLine = new Promise<string>((resolve) => {
    said = resolve
  })
  const started = start('console.error(process.pid); setInterval(() => {}, 1000)', (line) =>
    said(line),
  )
  const pid = await firstLine
  vi.advanceTimersByTime(30_000)
  expect(await started).toEqual({
    state: 'failed',
    message: `${pid} It was not ready within 30 s, and was killed.`,
  })
  vi.useRealTimers()
  await untilEnded(Number(pid))
})
