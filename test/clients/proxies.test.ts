import { describe, expect, it, onTestFinished } from 'vitest'
import { connectBy, WAYS, type Way } from '../support/clients/ways.ts'
import { startWorld } from '../support/clients/world.ts'
import { makeFolder } from '../support/folder.ts'
import type { ServerOptions } from '../support/server-options.ts'

/** An address where no proxy is. */
const DEAD = 'http://127.0.0.1:9'

/** Settings for a proxy that calls on this machine must not meet. */
const PROXIES: Record<string, string>[] = [
  { HTTP_PROXY: DEAD, HTTPS_PROXY: DEAD },
  { http_proxy: '127.0.0.1:9', https_proxy: '127.0.0.1:9' },
  { ALL_PROXY: 'socks5://127.0.0.1:9', HTTPS_PROXY: 'socks5://127.0.0.1:9' },
  { HTTP_PROXY: 'not a proxy', HTTPS_PROXY: 'http://' },
]

/** Calls whoami by a way. */
async function whoami(way: Way, options: ServerOptions) {
  const client = await connectBy(way, options)
  const { result } = await client.send(client.message('tools/call', { name: 'whoami' }))
  expect(result?.isError ?? false, JSON.stringify(result?.content)).toBe(false)
  return result?.structuredContent
}

describe.each(PROXIES)('with %j', (env) => {
  it('the local platform is called without a proxy', async () => {
    const calls = WAYS.map(async (way) => {
      const args = [`--local=${await makeFolder('local-')}`]
      expect(await whoami(way, { args, env })).toMatchObject({ mode: 'local' })
    })
    await Promise.all(calls)
  })
})

it('an API on this machine is called without a proxy', async () => {
  const calls = WAYS.map(async (way) => {
    const { fake } = await startWorld()
    onTestFinished(() => fake.close())
    const env = { HTTP_PROXY: DEAD, HTTPS_PROXY: DEAD }
    expect(await whoami(way, { fake, env })).toMatchObject({ mode: 'cloud', username: 'alice' })
  })
  await Promise.all(calls)
})
