import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Agent } from 'undici'
import { z } from 'zod'

const UPSTREAM = fileURLToPath(new URL('./upstream.ts', import.meta.url))

const announced = z.object({ url: z.string(), token: z.string() })

export type Api = Awaited<ReturnType<typeof startApi>>

/** The local platform, with the datasets that are questioned. */
export const PLATFORM = fileURLToPath(new URL('./platform.ts', import.meta.url))

/**
 * Starts an API in a separate process. Reading it with bare undici is the floor of most benches.
 * @param program prints its address and token; default: the fake API
 */
export async function startApi(program = UPSTREAM) {
  const child = spawn(process.execPath, ['--import', 'tsx', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const { url, token } = announced.parse(JSON.parse(String(line)))
  const agent = new Agent({ connections: 50, pipelining: 1 })
  const headers = { authorization: `Bearer ${token}` }
  const open = (path: string) => agent.request({ origin: url, path, method: 'GET', headers })
  return {
    /** The environment of a server that calls this API. */
    env: { APIFY_API_BASE_URL: url, APIFY_TOKEN: token },
    /** Returns the complete answer as text. */
    text: async (path: string) => (await open(path)).body.text(),
    /** Downloads an answer, discards it, and returns its length in bytes. */
    async discard(path: string): Promise<number> {
      let bytes = 0
      for await (const chunk of (await open(path)).body) bytes += chunk.length
      return bytes
    },
    /** Opens an answer and closes the connection at the first byte. */
    async peek(path: string): Promise<void> {
      const { body } = await open(path)
      await once(body, 'readable')
      body.on('error', () => {}).destroy()
    },
    async close() {
      await agent.destroy()
      child.stdin.end()
      await once(child, 'close')
    },
  }
}
