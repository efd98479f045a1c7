import { describe, expect, it } from 'vitest'
import {
  grantedScopes,
  inOrder,
  neededScopes,
  type Scope,
  scopeNarrowing,
} from '../../../../src/mcp/http/oauth/scopes.ts'
import { tools as allTools } from '../../../../tools/index.ts'

/** Those that are offered over HTTP. */
const tools = allTools.filter(({ needs }) => needs === undefined)

const READING = tools.filter(({ annotations }) => annotations.readOnlyHint).map(({ name }) => name)
/** Tools that do more than reading, by the scopes that their calls need. */
const NEEDED: Record<string, string[]> = {
  'apify:run': ['run_actor', 'run_actor_sync', 'resurrect_run', 'abort_run'],
  'apify:write': [
    'add_requests',
    'create_storage',
    'delete_record',
    'delete_schedule',
    'delete_storage',
    'delete_task',
    'delete_webhook',
    'push_dataset_items',
    'put_record',
    'rename_storage',
    'save_task',
    'save_webhook',
  ],
  'apify:run apify:write': ['build_actor', 'save_schedule'],
}

describe('the scopes that a tool needs', () => {
  it.each(Object.entries(NEEDED))('%s: %j', (scopes, names) => {
    const needing = tools.filter(
      (tool) => !READING.includes(tool.name) && neededScopes(tool).join(' ') === scopes,
    )
    expect(needing.map(({ name }) => name).sort()).toEqual([...names].sort())
  })

  it('are apify:read for whatever changes nothing', () => {
    const reading = tools.filter((tool) => neededScopes(tool).join() === 'apify:read')
    expect(reading.map(({ name }) => name)).toEqual(READING)
  })
})

describe('the tools that scopes allow', () => {
  const allowed = (...scopes: Scope[]) => [...(scopeNarrowing(new Set(scopes), tools).tools ?? [])]
  const changing = (...scopes: Scope[]) =>
    allowed(...scopes)
      .filter((name) => !READING.includes(name))
      .sort()

  it('are none without a scope', () => {
    expect(allowed()).toEqual([])
  })

  it('are those that change nothing with any scope', () => {
    expect(allowed('apify:read')).toEqual(READING)
    for (const scope of ['apify:run', 'apify:write'] as const)
      expect(allowed(scope)).toEqual(expect.arrayContaining(READING))
  })

  it('are those that cost money with apify:run', () => {
    expect(changing('apify:run')).toEqual([...(NEEDED['apify:run'] ?? [])].sort())
  })

  it('are those that change data, or end runs, with apify:write', () => {
    expect(changing('apify:write')).toEqual(['abort_run', ...(NEEDED['apify:write'] ?? [])].sort())
  })

  it('are all with both', () => {
    expect(allowed('apify:run', 'apify:write')).toEqual(tools.map(({ name }) => name))
  })
})

describe('the scopes of a token', () => {
  it.each([
    [{ scope: 'openid apify:read  apify:run' }, ['apify:read', 'apify:run']],
    [{ scope: ['apify:write', 'apify:read'] }, ['apify:read', 'apify:write']],
    [{ scp: ['apify:write'] }, ['apify:write']],
    [{ scp: 'apify:read offline_access' }, ['apify:read']],
    [{ scope: 'apify:read', scp: ['apify:run'] }, ['apify:read', 'apify:run']],
    [{ scope: 'apify:readonly xapify:run APIFY:WRITE' }, []],
    [{ scope: { 'apify:run': true }, scp: 7 }, []],
    [{ scope: [['apify:run']] }, []],
    [{}, []],
  ])('%j are %j', (claims, scopes) => {
    expect(inOrder(grantedScopes(claims))).toEqual(scopes)
  })
})
