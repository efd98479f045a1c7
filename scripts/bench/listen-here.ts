import { once } from 'node:events'
import type { Server } from 'node:http'

/** Lets a server listen on a free port of this machine; returns its address and what closes it. */
export async function listenHere(server: Server) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
