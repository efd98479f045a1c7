import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js'
import type { Caller } from '../../tool-call/call-tool.ts'
import { CONFIRMATION_FORM } from '../confirmation-form.ts'

/** How long a person may take to answer, in milliseconds. */
const PATIENCE_MS = 300_000
/** A client that hears nothing for 60 s gives the call up. */
const TELL_MS = 15_000

/**
 * Asks by a request to the client.
 * @returns nothing where the client takes none. So it is over HTTP, where each POST has a server of
 *   its own that has heard no handshake: the answer would come by another POST, to any replica
 */
export function askPersonOn(server: Server, { signal, progress }: Caller): Caller['askPerson'] {
  if (!server.getClientCapabilities()?.elicitation?.form) return undefined
  return async (message) => {
    const tell = () => progress?.('Waiting for the person to answer.')
    tell()
    const timer = setInterval(tell, TELL_MS)
    try {
      // Clients of the SDK 1.x cannot cancel the request with the id 0, so that is another one.
      await server.ping()
      const params = { message, requestedSchema: CONFIRMATION_FORM }
      const { action } = await server.elicitInput(params, { signal, timeout: PATIENCE_MS })
      return action
    } catch (error) {
      const isLate = error instanceof McpError && error.code === ErrorCode.RequestTimeout
      return isLate ? 'silence' : 'failure'
    } finally {
      clearInterval(timer)
    }
  }
}
