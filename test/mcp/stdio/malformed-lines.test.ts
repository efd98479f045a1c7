import { describe, expect, it } from 'vitest'
import { HANDSHAKE, request, startRaw } from '../../support/raw-server.ts'
import { seed } from '../../support/seeded-server.ts'

const GARBAGE = [
  'not json',
  '{"jsonrpc":"2.0","id":7,"method":',
  '{}',
  '[]',
  'null',
  '"text"',
  '7',
  '{"jsonrpc":"1.0","id":7,"method":"tools/list"}',
  '{"jsonrpc":"2.0","id":{},"method":"tools/list"}',
  '\u0000\u0001',
  '\ufeff{}',
  `[${request(7, 'tools/list')}]`,
  `{"a":${'['.repeat(5000)}`,
  'x'.repeat(1_000_000),
  '{"jsonrpc":"2.0","id":99,"result":{}}',
  '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":12345}}',
  '{"jsonrpc":"2.0","method":"notifications/unheard-of"}',
]

describe('a line that is not a message', () => {
  it.each(GARBAGE.map((line) => [line.slice(0, 60), line]))('is survived: %j', async (_, line) => {
    const { child, write, answer, exited } = await startRaw({ fake: await seed() })
    write(line, ...HANDSHAKE, line, request(2, 'tools/list'))
    expect(await answer(1)).toHaveProperty('result.serverInfo.name', 'apify-agent-tools')
    expect(await answer(2)).toHaveProperty('result.tools.0.name', 'whoami')
    child.stdin.end()
    expect(await exited).toMatchObject({ code: 0, stray: [] })
  })

  it.each([
    [-32602, { method: 'ping', params: [] }],
    [-32602, { method: 'ping', params: { _meta: { progressToken: {} } } }],
    [-32600, { jsonrpc: '1.0', method: 'ping' }],
  ])('is answered %i with its id when it has one: %j', async (code, broken) => {
    const { write, answer } = await startRaw({ fake: await seed() })
    write(...HANDSHAKE, JSON.stringify({ jsonrpc: '2.0', id: 2, ...broken }))
    expect(await answer(2)).toMatchObject({ error: { code } })
  })

  it('is not answered when it is a notification', async () => {
    const { write, answer, messages } = await startRaw({ fake: await seed() })
    write(...HANDSHAKE, '{"jsonrpc":"2.0","method":"notifications/x","params":[]}')
    write('{"jsonrpc":"2.0","id":null,"method":"notifications/initialized","params":null}')
    write(request(2, 'ping'))
    await answer(2)
    expect(messages.map(({ id }) => id)).toEqual([1, 2])
  })

  it('is answered with what to send when it is UTF-16', async () => {
    const { child, write, answer, messages } = await startRaw({ fake: await seed() })
    child.stdin.write(Buffer.from(`\ufeff${request(1, 'ping')}\n`, 'utf16le'))
    expect(await answer(null)).toMatchObject({
      error: { code: -32700, message: expect.stringContaining('UTF-8') },
    })
    // The second byte of the line end begins the next line.
    write('', request(2, 'ping'))
    expect(await answer(2)).toMatchObject({ result: {} })
    expect(messages.filter(({ id }) => id === 1)).toEqual([])
  })

  it('is answered when it cannot be parsed', async () => {
    const { write, answer } = await startRaw({ fake: await seed() })
    write('not json')
    expect(await answer(null)).toMatchObject({ error: { code: -32700 } })
  })
})

it('a byte order mark, blanks and empty lines are skipped, at any line', async () => {
  const { write, answer, messages } = await startRaw({ fake: await seed() })
  const around = ['\ufeff', ' \t', '\r', '\ufeff \r']
  const lines = around.map((before, i) => `${before}${request(i + 2, 'ping')}\r`)
  write(...HANDSHAKE.map((line) => `\ufeff${line}\r`), '', '\ufeff', ' \r', ...lines)
  for (const i of around.keys()) expect(await answer(i + 2)).toMatchObject({ result: {} })
  expect(messages.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5])
})
