import { Bridge, type BridgeEvents } from '../../../src/views/shared/bridge.ts'
import { Host } from '../../../src/views/shared/host.ts'
import { FakePort } from './fake-port.ts'

const ignore: BridgeEvents = {
  onPartialInput() {},
  onInput() {},
  onResult() {},
  onCancelled() {},
  onContext() {},
  onTeardown() {},
}

/** Connects a view's bridge to a host that offers what is given. */
export async function connectHost(
  offer: { capabilities?: Record<string, unknown>; context?: Record<string, unknown> } = {},
  events: Partial<BridgeEvents> = {},
) {
  const port = new FakePort()
  port.answer = ({ method }) =>
    method === 'ui/initialize'
      ? {
          result: {
            protocolVersion: '2026-01-26',
            hostInfo: { name: 'test', version: '1' },
            hostCapabilities: offer.capabilities ?? { serverTools: {} },
            hostContext: offer.context ?? {},
          },
        }
      : undefined
  const bridge = new Bridge(port, { ...ignore, ...events })
  const host = new Host(bridge, await bridge.connect({ name: 'test', version: '1' }), [
    'get_run',
    'run_actor',
  ])
  return { port, bridge, host }
}
