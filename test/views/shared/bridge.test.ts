import { describe, expect, it, vi } from 'vitest'
import { connectHost } from '../../support/views/connected-host.ts'

describe('the bridge', () => {
  it('says hello, then that it is ready', async () => {
    const { port } = await connectHost()
    expect(port.sent).toEqual([
      {
        jsonrpc: '2.0',
        id: 1,
        method: 'ui/initialize',
        params: {
          protocolVersion: '2026-01-26',
          appInfo: { name: 'test', version: '1' },
          appCapabilities: { availableDisplayModes: ['inline', 'fullscreen'] },
        },
      },
      { jsonrpc: '2.0', method: 'ui/notifications/initialized', params: {} },
    ])
  })

  it.each([
    ['tool-input', { arguments: { a: 1 } }, 'onInput', { a: 1 }],
    ['tool-input', {}, 'onInput', {}],
    ['tool-input-partial', { arguments: { a: 1 } }, 'onPartialInput', { a: 1 }],
    ['tool-result', { content: [] }, 'onResult', { content: [] }],
    ['tool-cancelled', { reason: 'stopped' }, 'onCancelled', 'stopped'],
    ['tool-cancelled', {}, 'onCancelled', undefined],
    ['host-context-changed', { theme: 'dark' }, 'onContext', { theme: 'dark' }],
  ])('passes on %s with %j', async (method, params, event, value) => {
    const handler = vi.fn()
    const { port } = await connectHost({}, { [event]: handler })
    port.notify(`ui/notifications/${method}`, params)
    expect(handler.mock.calls).toEqual([[value]])
  })

  it('takes what a host sends before its answer to the hello', async () => {
    const onResult = vi.fn()
    const { port, bridge } = await connectHost({}, { onResult })
    port.answer = () => undefined
    const connecting = bridge.connect({ name: 'test', version: '1' })
    port.notify('ui/notifications/tool-result', { content: [] })
    expect(onResult).toHaveBeenCalledOnce()
    port.deliver({ jsonrpc: '2.0', id: 2, result: {} })
    expect(await connecting).toEqual({ capabilities: {}, context: {} })
  })

  it('answers a ping, and the teardown once the view has cleaned up', async () => {
    const onTeardown = vi.fn()
    const { port } = await connectHost({}, { onTeardown })
    port.deliver({ jsonrpc: '2.0', id: 'p', method: 'ping' })
    port.deliver({ jsonrpc: '2.0', id: 't', method: 'ui/resource-teardown', params: {} })
    await expect
      .poll(() => port.sent.slice(2))
      .toEqual([
        { jsonrpc: '2.0', id: 'p', result: {} },
        { jsonrpc: '2.0', id: 't', result: {} },
      ])
    expect(onTeardown).toHaveBeenCalledOnce()
  })

  it('sends requests in the form of the protocol', async () => {
    const { port, bridge } = await connectHost()
    port.answer = ({ method }) => ({ result: method === 'ui/open-link' ? { isError: true } : {} })
    expect(await bridge.openLink('https://apify.com/')).toBe(false)
    expect(await bridge.sendMessage('Hello')).toBe(true)
    expect(await bridge.downloadFile({ name: 'a b.csv', mimeType: 'text/csv', text: 'x' })).toBe(
      true,
    )
    await bridge.callTool('get_run', { runId: 'r' })
    await bridge.readResource('apify://x')
    bridge.reportHeight(120)
    expect(port.sent.slice(2).map(({ method, params }) => [method, params])).toEqual([
      ['ui/open-link', { url: 'https://apify.com/' }],
      ['ui/message', { role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
      [
        'ui/download-file',
        {
          contents: [
            {
              type: 'resource',
              resource: { uri: 'file:///a%20b.csv', mimeType: 'text/csv', text: 'x' },
            },
          ],
        },
      ],
      ['tools/call', { name: 'get_run', arguments: { runId: 'r' } }],
      ['resources/read', { uri: 'apify://x' }],
      ['ui/notifications/size-changed', { height: 120 }],
    ])
  })
})
