import { describe, expect, it, vi } from 'vitest'
import { Peer, RequestError } from '../../../src/views/shared/json-rpc.ts'
import { FakePort } from '../../support/views/fake-port.ts'

const none = { requests: {}, notifications: {} }

describe('a request', () => {
  it('gets the result that carries its id', async () => {
    const port = new FakePort()
    const peer = new Peer(port, none)
    const [first, second] = [peer.request('a', {}), peer.request('b', { x: 1 })]
    expect(port.sent).toEqual([
      { jsonrpc: '2.0', id: 1, method: 'a', params: {} },
      { jsonrpc: '2.0', id: 2, method: 'b', params: { x: 1 } },
    ])
    port.deliver({ jsonrpc: '2.0', id: 2, result: 'second' })
    port.deliver({ jsonrpc: '2.0', id: 1, result: 'first' })
    expect(await Promise.all([first, second])).toEqual(['first', 'second'])
  })

  it.each([
    [{ error: { code: -32_602, message: '<b>bad</b>' } }, '<b>bad</b>', -32_602],
    [{ error: { message: '' } }, 'The client answered with an error that has no text.', undefined],
    [{ error: {} }, 'The client answered with an error that has no text.', undefined],
  ])('fails with the text of the error %j', async (answer, message, code) => {
    const port = new FakePort()
    port.answer = () => answer
    const error = await new Peer(port, none).request('a', {}).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(RequestError)
    expect(error).toMatchObject({ message, code })
  })

  it('fails when nobody answers in time', async () => {
    vi.useFakeTimers()
    try {
      const request = new Peer(new FakePort(), none).request('a', {}, { timeoutMs: 2000 })
      const failure = expect(request).rejects.toThrow('No answer came within 2 s.')
      await vi.advanceTimersByTimeAsync(2000)
      await failure
    } finally {
      vi.useRealTimers()
    }
  })

  it.each([
    ['while it waits', false],
    ['before it is sent', true],
  ])('fails when it is aborted %s', async (_, isEarly) => {
    const port = new FakePort()
    const control = new AbortController()
    if (isEarly) control.abort()
    const request = new Peer(port, none).request('a', {}, { signal: control.signal })
    control.abort()
    await expect(request).rejects.toThrow('The request was given up.')
    expect(port.sent).toHaveLength(isEarly ? 0 : 1)
    port.deliver({ jsonrpc: '2.0', id: 1, result: 'late' })
  })
})

describe('what arrives', () => {
  it('is answered with what the handler returns, or with its error as text', async () => {
    const port = new FakePort()
    const requests = {
      double: ({ x }: Record<string, unknown>) => ({ x: Number(x) * 2 }),
      empty: () => undefined,
      fail: () => Promise.reject(new Error('no')),
    }
    new Peer(port, { requests, notifications: {} })
    const ask = (id: number | string, method: string) =>
      port.deliver({ jsonrpc: '2.0', id, method, params: { x: 2 } })
    ask(1, 'double')
    ask('two', 'empty')
    ask(3, 'fail')
    ask(4, 'toString')
    await expect.poll(() => port.sent.length).toBe(4)
    expect(port.sent).toEqual(
      expect.arrayContaining([
        { jsonrpc: '2.0', id: 1, result: { x: 4 } },
        { jsonrpc: '2.0', id: 'two', result: {} },
        { jsonrpc: '2.0', id: 3, error: { code: -32_603, message: 'no' } },
        {
          jsonrpc: '2.0',
          id: 4,
          error: { code: -32_601, message: 'This view has no method toString.' },
        },
      ]),
    )
  })

  it.each([
    null,
    'text',
    [],
    { method: 'note' },
    { jsonrpc: '1.0', method: 'note' },
    { jsonrpc: '2.0', method: 7 },
    { jsonrpc: '2.0', id: 99, result: {} },
    { jsonrpc: '2.0', id: null, method: 'note' },
    { jsonrpc: '2.0', method: '__proto__' },
  ])('is ignored if it is %j', (message) => {
    const port = new FakePort()
    const note = vi.fn()
    new Peer(port, { requests: {}, notifications: { note } })
    port.deliver(message)
    expect(note).not.toHaveBeenCalled()
    expect(port.sent).toEqual([])
  })

  it('is not taken once the peer is closed', () => {
    const port = new FakePort()
    const note = vi.fn()
    const peer = new Peer(port, { requests: {}, notifications: { note } })
    port.notify('note', { a: 1 })
    peer.close()
    port.notify('note', { a: 2 })
    expect(note.mock.calls).toEqual([[{ a: 1 }]])
  })
})
