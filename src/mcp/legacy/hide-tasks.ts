import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
import { isObject } from '../../shared/json.ts'
import { TASKS_VERSION } from '../tasks/task-offer.ts'

/** What the revision of the protocol that a client speaks has. */
export interface Revision {
  /** Whether calls can be tasks. Changes with the handshake. */
  hasTasks: boolean
}

/**
 * Hides tasks from clients of older revisions: the answer to `initialize` does not offer them, and a call
 * that asks for one is a call as any other.
 */
export function hideTasks(transport: Transport, revision: Revision): void {
  const receive = transport.onmessage
  transport.onmessage = (message, extra) =>
    receive?.(revision.hasTasks ? message : withoutTask(message), extra)
  const send = transport.send.bind(transport)
  transport.send = (message, options) => send(afterHandshake(message, revision), options)
}

function withoutTask<M extends JSONRPCMessage>(message: M): M {
  if (!('method' in message) || message.method !== 'tools/call' || !message.params) return message
  if (!('task' in message.params)) return message
  const { task: _, ...params } = message.params
  return { ...message, params }
}

/** Reads from the answer to `initialize` which version was agreed on, and fits the answer to it. */
function afterHandshake(message: JSONRPCMessage, revision: Revision): JSONRPCMessage {
  if (!('result' in message)) return message
  const { protocolVersion, capabilities } = message.result
  if (typeof protocolVersion !== 'string' || !isObject(capabilities)) return message
  revision.hasTasks = capabilities.tasks !== undefined && protocolVersion === TASKS_VERSION
  if (revision.hasTasks) return message
  const { tasks: _, ...offered } = capabilities
  return { ...message, result: { ...message.result, capabilities: offered } }
}
