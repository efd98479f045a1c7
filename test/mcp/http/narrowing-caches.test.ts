import { expect, it } from 'vitest'
import { answerIn, post } from '../../support/http.ts'
import { modernRequest } from '../../support/modern-messages.ts'
import { type Asked, serveAll } from '../../support/narrowed-clients.ts'
import { MODERN } from '../../support/protocol-versions.ts'

// Which clients get views is no matter of narrowing: test/mcp/apps/cache-hints.test.ts
const { url, token } = serveAll(['--views=off'])

const LISTS = [
  'server/discover',
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
]
const HINTS = {
  common: { ttlMs: 300_000, cacheScope: 'public' },
  private: { ttlMs: 300_000, cacheScope: 'private' },
  unkeyed: { ttlMs: 0, cacheScope: 'private' },
}

const cases: [asked: Asked, hint: keyof typeof HINTS][] = [
  [{}, 'common'],
  [{ query: '' }, 'common'],
  [{ query: 'tools=default' }, 'private'],
  [{ query: 'read-only' }, 'private'],
  [{ query: 'max-result-tokens=1000' }, 'private'],
  [{ headers: { 'x-mcp-toolsets': 'default' } }, 'unkeyed'],
  [{ headers: { 'x-mcp-readonly': 'false' } }, 'unkeyed'],
  [{ query: 'read-only', headers: { 'x-mcp-toolsets': 'default' } }, 'unkeyed'],
]

it.each(cases)('a gateway may keep the lists of a request with %j: %s', async (asked, hint) => {
  for (const method of LISTS) {
    const headers = {
      'mcp-protocol-version': MODERN,
      'mcp-method': method,
      ...asked.headers,
    }
    const response = await post(url(asked), modernRequest(1, method), { token: token(), headers })
    const { result } = await answerIn(response)
    expect({ method, ttlMs: result?.ttlMs, cacheScope: result?.cacheScope }).toEqual({
      method,
      ...HINTS[hint],
    })
  }
})
