import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import type { HttpConfig } from '../../config/http-flags.ts'
import { UsageError } from '../../config/usage-error.ts'

/**
 * Listens on the address of a configuration.
 * @returns the port, and the URL of the MCP endpoint
 * @throws {UsageError} if that is not possible
 */
export async function listen(
  server: Server,
  { host, port }: Pick<HttpConfig, 'host' | 'port'>,
): Promise<{ url: string; port: number }> {
  const name = host.replace(/^\[|\]$/g, '')
  server.listen(port, name)
  await once(server, 'listening').catch((error) => {
    if (error?.code === 'EADDRINUSE')
      throw new UsageError(`--port=${port} is in use.`, 'Choose another port, or 0 for a free one.')
    if (error?.code === 'EACCES')
      throw new UsageError(
        `This user is not allowed to listen on --port=${port}.`,
        'Choose a port above 1023.',
      )
    throw new UsageError(
      `The server cannot listen on --host=${host} (${error?.code}).`,
      'Choose another address.',
    )
  })
  const address = server.address()
  const bound = typeof address === 'object' && address ? address.port : port
  return { url: `http://${name.includes(':') ? `[${name}]` : name}:${bound}/mcp`, port: bound }
}

/**
 * Looks for a port to listen on later.
 * @returns the given port, or a free one for 0
 * @throws {UsageError} if the server cannot listen on it
 */
export async function findPort(http: Pick<HttpConfig, 'host' | 'port'>): Promise<number> {
  const server = createServer()
  const { port } = await listen(server, http)
  await new Promise((resolve) => server.close(resolve))
  return port
}
