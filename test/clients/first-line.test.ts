import { expect, it } from 'vitest'
import { modernRequest } from '../support/modern-messages.ts'
import { LEGACY } from '../support/protocol-versions.ts'
import { startRaw } from '../support/raw-server.ts'
import { seed } from '../support/seeded-server.ts'

const BOM = '\ufeff'
const HELLO = {
  protocolVersion: LEGACY,
  capabilities: {},
  clientInfo: { name: 'raw', version: '1.0.0' },
}
const initialize = (params: object) =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { ...HELLO, ...params } })
const modern = (params: object) => JSON.stringify(modernRequest(1, 'server/discover', params))

/** The first line of a client, which the fast start of the server may answer. */
it.each([
  ['with a byte order mark', `${BOM}${initialize({})}`],
  ['with a mark and a carriage return', `${BOM}${initialize({})}\r`],
  ['with a capability that is null', initialize({ capabilities: { elicitation: null } })],
  ['with null for its metadata', initialize({ _meta: null })],
  ['with null for a title', initialize({ clientInfo: { ...HELLO.clientInfo, title: null } })],
  ['without a handshake, with a byte order mark', `${BOM}${modern({})}`],
])('the first line over stdio %s is answered', async (_, line) => {
  const { write, answer, messages, child, exited } = await startRaw({ fake: await seed() })
  const list = { jsonrpc: '2.0', id: 2, method: 'ping', params: null }
  write(line, JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized', params: null }))
  expect(await answer(1)).toHaveProperty('result.capabilities')
  if (!line.includes('discover')) {
    write(JSON.stringify(list))
    expect(await answer(2)).toHaveProperty('result')
  }
  child.stdin.end()
  expect(await exited).toMatchObject({ code: 0, stray: [], stderr: '' })
  expect(messages.filter(({ id }) => id === null)).toEqual([])
})
