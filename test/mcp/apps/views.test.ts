import { describe, expect, it } from 'vitest'
import { narrowingOf } from '../../../src/mcp/access/narrowing.ts'
import { createOffered } from '../../../src/mcp/access/offered.ts'
import type { Audience } from '../../../src/mcp/apps/client-views.ts'
import type { ViewPages } from '../../../src/mcp/apps/view-resources.ts'
import { createViews } from '../../../src/mcp/apps/views.ts'
import type { RequestHandlers } from '../../../src/mcp/request-handlers.ts'
import { tools } from '../../../tools/index.ts'
import { viewPages } from '../../support/view-pages.ts'

const VIEWS = {
  dataset: ['get_dataset', 'list_dataset_items', 'query_dataset'],
  run: ['get_log', 'get_run', 'run_actor', 'run_actor_sync'],
  actor: ['get_actor', 'search_actors'],
  record: ['get_record'],
}
const ADDRESS = /^ui:\/\/apify-agent-tools\/(dataset|run|actor|record)-[0-9a-f]{12}\.html$/

function offered(audience: Audience, pages: ViewPages | 'none' = viewPages()) {
  let reads = 0
  const read = async () => {
    reads++
    return pages === 'none' ? undefined : pages
  }
  const views = createViews(audience, read)
  const handlersFor = createOffered({ tools, structured: true, views })
  return { handlersFor, all: handlersFor(undefined), reads: () => reads }
}

/** Returns the tools of each view, by their addresses. */
async function toolsByAddress(handlers: RequestHandlers, declares: boolean) {
  const found: Record<string, string[]> = {}
  for (const tool of await handlers.listTools(declares)) {
    const { _meta: meta } = Object(tool)
    if (meta === undefined) continue
    expect(meta).toEqual({
      ui: { resourceUri: meta['ui/resourceUri'] },
      'ui/resourceUri': expect.stringMatching(ADDRESS),
    })
    const uri = meta['ui/resourceUri']
    found[uri] = [...(found[uri] ?? []), tool.name]
  }
  return found
}

describe('tools name their views', () => {
  it.each([
    ['declaring', true],
    ['all', true],
    ['all', false],
  ] as const)('to %s clients (it declares: %j)', async (audience, declares) => {
    const { all } = offered(audience)
    const byAddress = await toolsByAddress(all, declares)
    const named = Object.entries(byAddress).map(([uri, names]) => [
      ADDRESS.exec(uri)?.[1],
      names.sort(),
    ])
    expect(Object.fromEntries(named)).toEqual(VIEWS)
    const listed = await all.listResources(declares)
    expect(listed.map(({ uri }) => uri).sort()).toEqual(Object.keys(byAddress).sort())
  })

  it('to no other client, for which nothing is read and the list stays the same', async () => {
    const { all, reads } = offered('declaring')
    expect(await all.listTools(false)).toBe(all.tools)
    expect(await all.listResources(false)).toEqual([])
    expect(reads()).toBe(0)
  })

  it('to none if this installation lacks the pages', async () => {
    const { handlersFor, all, reads } = offered('all', 'none')
    expect(await all.listTools(true)).toEqual(all.tools)
    expect(await all.listResources(true)).toEqual([])
    await handlersFor(narrowingOf({ readOnly: true })).listTools(true)
    expect(reads()).toBe(1)
  })

  it('of those that a narrowed request has', async () => {
    const { handlersFor } = offered('declaring')
    const narrowed = handlersFor(narrowingOf({ tools: new Set(['get_run', 'whoami']) }))
    expect((await narrowed.listTools(true)).map(({ name }) => name)).toEqual(['whoami', 'get_run'])
    const listed = await narrowed.listResources(true)
    expect(listed.map(({ name }) => name)).toEqual(['run_view'])
    const without = handlersFor(narrowingOf({ tools: new Set(['whoami']) }))
    expect(await without.listResources(true)).toEqual([])
    expect(without.capabilities).not.toHaveProperty('extensions')
    expect(without.listsVary).toBe(false)
  })

  it('and what their views cannot call, if the request only reads', async () => {
    const { handlersFor } = offered('declaring')
    const listed = await handlersFor(narrowingOf({ readOnly: true })).listTools(true)
    const absentOf = (name: string) =>
      Object(listed.find((tool) => tool.name === name))._meta[
        'io.github.apify-agent-tools/absentTools'
      ]
    expect(absentOf('get_run')).toEqual(['abort_run'])
    expect(absentOf('get_actor')).toEqual(['run_actor'])
    expect(absentOf('get_dataset')).toBeUndefined()
  })
})

it('a server without other resources offers them for its views', () => {
  const only = tools.filter(({ name }) => name === 'run_actor')
  const views = createViews('declaring', async () => viewPages())
  const { capabilities } = createOffered({ tools: only, structured: true, views })(undefined)
  expect(capabilities).toMatchObject({
    resources: {},
    extensions: { 'io.modelcontextprotocol/ui': {} },
  })
  const without = createOffered({ tools: only, structured: true })(undefined).capabilities
  expect(without).not.toHaveProperty('resources')
  expect(without).not.toHaveProperty('extensions')
})

it('an address changes with its page alone', async () => {
  const addresses = async (pages: ViewPages) =>
    (await offered('all', pages).all.listResources(true)).map(({ uri }) => uri)
  const before = await addresses(viewPages())
  expect(await addresses(viewPages())).toEqual(before)
  const after = await addresses({ ...viewPages(), run: 'another' })
  expect(before.filter((uri) => !after.includes(uri))).toEqual([expect.stringContaining('/run-')])
})
