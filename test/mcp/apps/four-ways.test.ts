import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { type Ask, openWay, WAYS } from '../../support/four-ways.ts'
import { seed } from '../../support/seeded-server.ts'
import { SHOWS_VIEWS } from '../../support/view-pages.ts'

const VIEW_OF = {
  list_dataset_items: 'dataset',
  query_dataset: 'dataset',
  get_dataset: 'dataset',
  run_actor: 'run',
  run_actor_sync: 'run',
  get_run: 'run',
  get_log: 'run',
  search_actors: 'actor',
  get_actor: 'actor',
  get_record: 'record',
}
const META = {
  ui: { csp: {}, permissions: { clipboardWrite: {} }, prefersBorder: true },
}
const LISTS = ['tools/list', 'resources/list', 'resources/templates/list', 'prompts/list'] as const
const CALLS = [
  { name: 'list_dataset_items', arguments: { datasetId: 'data1' } },
  { name: 'get_run', arguments: { runId: 'run1' } },
  { name: 'get_run', arguments: { runId: 'none' } },
]

interface Resource {
  uri: string
  name: string
}

async function resultOf(ask: Ask, method: string, params?: object) {
  const { result, error } = await ask(method, params)
  if (error) throw new Error(error.message)
  return Object(result)
}

async function resources(ask: Ask): Promise<Resource[]> {
  return (await resultOf(ask, 'resources/list')).resources
}

const pageOf = (view: string) =>
  readFile(new URL(`../../../dist/views/${view}.html`, import.meta.url), 'utf8')

/** Returns an answer without what a list says of views, and how long it may be kept. */
function withoutViews(json: string): string {
  return JSON.stringify(
    JSON.parse(json, (key, value) => (key === '_meta' && value.ui ? undefined : value)),
  )
}

/** Asks for all lists and some results, and returns the JSON of the answers. */
async function answersOf(ask: Ask, methods: readonly string[]): Promise<string[]> {
  const answers: string[] = []
  for (const method of methods) answers.push(JSON.stringify(await ask(method, undefined)))
  for (const call of CALLS) answers.push(JSON.stringify(await ask('tools/call', call)))
  return answers
}

describe.each(WAYS)('$era over $transport', (way) => {
  it('lists views for a client that declares them, and reads their pages', async () => {
    const ask = await openWay(way, await seed(), { capabilities: SHOWS_VIEWS })
    const listed = await resources(ask)
    const addresses = Object.fromEntries(
      listed.map(({ uri }) => [/\/(\w+)-[0-9a-f]{12}\.html$/.exec(uri)?.[1], uri]),
    )
    const { tools } = await resultOf(ask, 'tools/list')
    for (const { name, _meta: meta } of tools) {
      const view: string | undefined = Object(VIEW_OF)[name]
      const uri = view && addresses[view]
      const expected = view && { ui: { resourceUri: uri }, 'ui/resourceUri': uri }
      expect({ name, meta }).toEqual({ name, meta: expected || undefined })
    }
    for (const [view, uri] of Object.entries(addresses)) {
      const { contents } = await resultOf(ask, 'resources/read', { uri })
      const text = await pageOf(view)
      const mimeType = 'text/html;profile=mcp-app'
      expect(contents).toEqual([{ uri, mimeType, text, _meta: META }])
      expect(listed).toContainEqual(expect.objectContaining({ uri, mimeType, _meta: META }))
    }
    expect(Object.keys(addresses).sort()).toEqual(['actor', 'dataset', 'record', 'run'])
  })

  it('answers other clients to the byte as without views', async () => {
    const fake = await seed()
    const without = await answersOf(await openWay(way, fake, { args: ['--views=off'] }), LISTS)
    const plain = await answersOf(await openWay(way, fake), LISTS)
    const declaring = await openWay(way, fake, { capabilities: SHOWS_VIEWS })
    const shown = await answersOf(declaring, LISTS)
    const withoutHints = (answers: string[]) =>
      answers.map((answer) => answer.replace(/,"ttlMs":\d+/, '').replace(/,"cacheScope":"\w+"/, ''))
    expect(withoutHints(plain)).toEqual(withoutHints(without))
    // How long lists may be kept is the same for both kinds of client.
    const [tools, views, ...rest] = plain
    const [shownTools = '', shownViews, ...shownRest] = shown
    expect(withoutViews(shownTools)).toBe(tools)
    expect(shownViews).not.toBe(views)
    expect(shownRest).toEqual(rest)
  })

  it('serves the page of today under an older address, also to clients without views', async () => {
    const ask = await openWay(way, await seed())
    const uri = 'ui://apify-agent-tools/run-0123456789ab.html'
    const { contents } = await resultOf(ask, 'resources/read', { uri })
    expect(contents).toMatchObject([{ uri, text: await pageOf('run') }])
    expect(await resources(ask)).toEqual([])
  })

  it.each([
    'ui://apify-agent-tools/rows-0123456789ab.html',
    'ui://apify-agent-tools/run-0123456789ab.html?a=1',
    'ui://apify-agent-tools/run.html',
    'ui://other/run-0123456789ab.html',
    'ui://',
  ])('says which views there are in place of %s', async (uri) => {
    const ask = await openWay(way, await seed())
    const { error } = await ask('resources/read', { uri })
    expect(error?.code).toBe(way.era === 'modern' ? -32602 : -32002)
    expect(error?.message).toContain(`There is no view ${JSON.stringify(uri)}`)
    expect(error?.message).toMatch(
      /views at ui:\/\/apify-agent-tools\/ are dataset-[0-9a-f]{12}\.html, run-/,
    )
  })

  it('has none with --views off', async () => {
    const capabilities = SHOWS_VIEWS
    const ask = await openWay(way, await seed(), { args: ['--views=off'], capabilities })
    expect(JSON.stringify(await ask('tools/list', undefined))).not.toContain('ui://')
    expect(await resources(ask)).toEqual([])
    const { error } = await ask('resources/read', {
      uri: 'ui://apify-agent-tools/run-0123456789ab.html',
    })
    expect(error?.message).toContain('There is no resource')
  })

  it('shows them to every client with --views on', async () => {
    const ask = await openWay(way, await seed(), { args: ['--views=on'] })
    expect(await resources(ask)).toHaveLength(4)
    const shown = JSON.stringify(await ask('tools/list', undefined))
    expect(shown).toContain('ui://apify-agent-tools/dataset-')
  })
})
