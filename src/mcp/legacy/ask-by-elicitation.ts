import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js'
import type { Caller } from '../../tool-call/caller.ts'
import { CONFIRMATION_FORM } from '../confirmation-form.ts'

/** How long a person may take to answer, in milliseconds. */
const ANSWER_MS = 300_000
/** How often progress is sent, in milliseconds: clients give up a call after 60 s without any. */
const PROGRESS_MS = 15_000

/**
 * Returns a function that asks by a request to the client.
 * @returns undefined if the client does not support it. Over HTTP no client does: each POST has its own
 *   server, which saw no handshake, and the answer would come by another POST, to any replica
 */
export function askPersonOn(server: Server, { signal, progress }: Caller): Caller['askPerson'] {
  if (!server.getClientCapabilities()?.elicitation?.form) return undefined
  return async (message) => {
    const reportProgress = () => progress?.('Waiting for the person to answer.')
    reportProgress()
    const timer = setInterval(reportProgress, PROGRESS_MS)
    try {
      // Clients of the SDK 1.x cannot cancel the request with the id 0, so that one is a ping.
      await server.ping()
      const params = { message, requestedSchema: CONFIRMATION_FORM }
      const { action } = await server.elicitInput(params, { signal, timeout: ANSWER_MS })
      return action
    } catch (error) {
      const isLate = error instanceof McpError && error.code === ErrorCode.RequestTimeout
      return isLate ? 'silence' : 'failure'
    } finally {
      clearInterval(timer)
    }
  }
}
