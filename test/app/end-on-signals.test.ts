import { expect, it } from 'vitest'
import { beforePrograms, HANDSHAKE, request, startRaw } from '../support/raw-server.ts'

it('a server on stdin and stdout never stops listening to SIGTERM, in which case a signal is lost', async () => {
  const env = beforePrograms(`process.on('removeListener', (name) => {
    if (name === 'SIGTERM' && process.listenerCount(name) === 0) console.error('Nobody listens.')
  })`)
  const { child, write, answer, exited } = await startRaw({ env })
  write(...HANDSHAKE, request(2, 'tools/call', { name: 'whoami' }))
  expect(await answer(2)).toHaveProperty('result.structuredContent')
  child.stdin.end()
  expect(await exited).toEqual({ code: 0, signal: null, stderr: '', stray: [] })
})

it.each([1, 2])(
  'SIGTERM ends an HTTP server that does not yet listen (%i processes)',
  async (n) => {
    const env = beforePrograms(`import { Server } from 'node:net'
    const { listen } = Server.prototype
    Server.prototype.listen = function (...args) {
      process.kill(process.pid, 'SIGTERM')
      return listen.apply(this, args)
    }`)
    const { exited } = await startRaw({ args: ['--http', '--port=0', `--workers=${n}`], env })
    expect(await exited).toMatchObject({ code: 0, signal: null })
  },
)
