import { WAITING } from './waiting-run.ts'

export const VERSION = '2026-07-28'
/** What `tools/call` asks for in order to wait for the run. */
export const WAIT = { name: 'get_run', arguments: WAITING }

/** What each request says of its version and its client. */
export function envelope(version = VERSION, meta: object = {}) {
  return {
    _meta: {
      'io.modelcontextprotocol/protocolVersion': version,
      'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1.0.0' },
      'io.modelcontextprotocol/clientCapabilities': {},
      ...meta,
    },
  }
}

export function ask(id: number, method: string, params: object = {}, version = VERSION) {
  return { jsonrpc: '2.0', id, method, params: { ...envelope(version), ...params } }
}

/** What is listened for where nothing is heard of, since no list and no data is ever announced. */
export const LISTENING = {
  notifications: { toolsListChanged: true, resourceSubscriptions: ['a:b'] },
}
export const HEARD_OF_NOTHING = {
  method: 'notifications/subscriptions/acknowledged',
  params: { notifications: {}, _meta: { 'io.modelcontextprotocol/subscriptionId': 1 } },
}
