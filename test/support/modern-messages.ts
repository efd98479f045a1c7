import { MODERN } from './protocol-versions.ts'
import { WAITING } from './waiting-run.ts'

/** The params of a `tools/call` that waits for the run. */
export const WAIT_CALL = { name: 'get_run', arguments: WAITING }

/** Returns the metadata of each request: the protocol version and the client. */
export function envelope(version = MODERN, meta: object = {}) {
  return {
    _meta: {
      'io.modelcontextprotocol/protocolVersion': version,
      'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1.0.0' },
      'io.modelcontextprotocol/clientCapabilities': {},
      ...meta,
    },
  }
}

/** Returns a request of the modern era. */
export function modernRequest(id: number, method: string, params: object = {}, version = MODERN) {
  return { jsonrpc: '2.0', id, method, params: { ...envelope(version), ...params } }
}

/** The params of `subscriptions/listen`. The server never announces any of these changes. */
export const LISTEN_PARAMS = {
  notifications: { toolsListChanged: true, resourceSubscriptions: ['a:b'] },
}
export const EMPTY_ACKNOWLEDGEMENT = {
  method: 'notifications/subscriptions/acknowledged',
  params: { notifications: {}, _meta: { 'io.modelcontextprotocol/subscriptionId': 1 } },
}
