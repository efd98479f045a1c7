import { expect, it } from 'vitest'
import { refusedScopes } from '../../../../src/mcp/http/oauth/refused-scopes.ts'
import type { Scope } from '../../../../src/mcp/http/oauth/scopes.ts'
import { beginActorTools } from '../../../support/actor-tools.ts'
import { DEFAULT_TOOLS } from '../../../support/default-tools.ts'

it('the tool of an Actor that is still being read needs apify:run, and a call does not wait for it', async () => {
  const { tools: lateTools, waits } = beginActorTools(['bob/slow'])
  const refused = (name: string, ...scopes: Scope[]) => {
    const request = { jsonrpc: '2.0' as const, id: 1, method: 'tools/call', params: { name } }
    return refusedScopes(request, new Set(scopes), { tools: DEFAULT_TOOLS, lateTools })
  }
  expect(await refused('bob--slow', 'apify:write')).toEqual(['apify:run'])
  expect(await refused('bob--slow', 'apify:run')).toEqual([])
  expect(await refused('no_such_tool', 'apify:write')).toEqual([])
  expect(await refused('run_actor', 'apify:write')).toEqual(['apify:run'])
  expect(waits()).toHaveLength(1)
})
