import { describe, expect, it } from 'vitest'
import { createRedactor } from '../../src/exit/redact.ts'
import { offersOf, type Reference } from '../../src/mcp/offers.ts'
import { PROMPTS } from '../../src/mcp/prompts.ts'
import { createRequestHandlers } from '../../src/mcp/request-handlers.ts'
import { type ResourceTemplate, TEMPLATES } from '../../src/mcp/resource-templates.ts'
import { tools as allTools } from '../../tools/index.ts'
import { NO_DOCS, NO_QUERIES, onlyFaked } from '../support/call-handler.ts'

const REFERENCES: Reference[] = [
  ...TEMPLATES.map(({ listed }) => ({ type: 'ref/resource' as const, uri: listed.uriTemplate })),
  ...PROMPTS.map(({ name }) => ({ type: 'ref/prompt' as const, name })),
]
const ARGUMENTS = ['actorId', 'runId', 'datasetId', 'storeId', 'recordKey']
const URIS: [tool: string, uri: string][] = [
  ['list_dataset_items', 'apify://dataset/a/items?limit=1'],
  ['get_record', 'apify://store/a/OUTPUT'],
  ['get_record', 'apify://run/a/OUTPUT'],
  ['get_log', 'apify://run/a/log'],
  ['get_actor', 'apify://actor/a~b/readme'],
  ['none alone', 'apify://api/v2/webhooks'],
]
const EVERY_TOOL = allTools.map(({ name }) => name)

/** Returns whether a template is offered with one tool alone. */
const needsOnly = (tool: string) => (template: ResourceTemplate) =>
  template.needs.every((name) => name === tool)

/** Creates the handlers of a server with some tools. Its API answers nothing: whatever asks it fails. */
function serving(names: readonly string[]) {
  const tools = allTools.filter(({ name }) => names.includes(name))
  const asked: string[] = []
  const environment = {
    settings: { mode: 'cloud' as const, readOnly: false, maxResultTokens: 8000 },
    connect: async () => {
      asked.push('api')
      return onlyFaked({})
    },
    queries: () => NO_QUERIES,
    docs: () => NO_DOCS,
    secret: () => undefined,
    redactor: createRedactor(() => []),
    log: () => {},
  }
  const handlers = createRequestHandlers({ tools, structured: true })
  return { handlers, asked, context: { environment } }
}

describe('completion', () => {
  it.each<[names: string[], completed: string[]]>([
    [['get_actor'], ['actorId']],
    [['get_log'], ['runId']],
    [['list_dataset_items'], ['datasetId']],
    [['get_record'], ['storeId', 'recordKey']],
    [
      ['get_run', 'get_log', 'get_record'],
      ['runId', 'storeId', 'recordKey'],
    ],
    [['search_actors', 'list_runs', 'list_storages', 'list_records', 'whoami'], []],
    [EVERY_TOOL, ARGUMENTS],
  ])('with %j asks for %j only', async (names, completed) => {
    const { handlers, asked, context } = serving(names)
    const { signal } = new AbortController()
    for (const reference of REFERENCES)
      for (const name of ARGUMENTS) {
        asked.length = 0
        await handlers.complete(reference, { name, value: '' }, { storeId: 'a' }, context, signal)
        const offers = offersOf(handlers.tools)
        expect(asked.length > 0, name).toBe(offers.completes(reference, name))
        if (!completed.includes(name)) expect(asked).toEqual([])
      }
    const some = (name: string) =>
      REFERENCES.some((reference) => offersOf(handlers.tools).completes(reference, name))
    expect(ARGUMENTS.filter(some).sort()).toEqual([...completed].sort())
  })

  it('is for what is offered, not for another reference', () => {
    const { completes } = offersOf([{ name: 'get_actor' }])
    const [, , log] = REFERENCES
    const readme = REFERENCES.find((one) => 'uri' in one && one.uri.includes('readme'))
    expect(readme && completes(readme, 'actorId')).toBe(true)
    expect(log && completes(log, 'actorId')).toBe(false)
    expect(completes({ type: 'ref/prompt', name: 'scrape_site' }, 'actorId')).toBe(false)
  })
})

describe.each(EVERY_TOOL.map((name) => [name]))('a server with %s alone', (only) => {
  it('lists and reads its own templates only', async () => {
    const { handlers, asked, context } = serving([only])
    const { signal } = new AbortController()
    const own = TEMPLATES.filter(needsOnly(only)).map(({ listed }) => listed)
    expect(handlers.resourceTemplates).toEqual(own)
    for (const [tool, uri] of URIS) {
      asked.length = 0
      await expect(handlers.read(uri, context, { signal })).rejects.toThrow()
      expect(asked.length > 0, uri).toBe(tool === only)
    }
  })

  it('has no prompts that name other tools, and declares what it has', async () => {
    const { handlers, context } = serving([only])
    expect(handlers.prompts).toEqual([])
    for (const { name } of PROMPTS)
      await expect(handlers.prompt(name, { url: 'a', runId: 'a' }, context)).rejects.toThrow(
        'There is no prompt',
      )
    const hasTemplates = TEMPLATES.some(needsOnly(only))
    const expected = hasTemplates
      ? ['completions', 'logging', 'resources', 'tools']
      : ['logging', 'tools']
    expect(Object.keys(handlers.capabilities).sort()).toEqual(expected)
  })
})

it('a template without its query counts as the template', () => {
  const { completes } = offersOf([{ name: 'list_dataset_items' }])
  const uri = 'apify://dataset/{datasetId}/items'
  expect(completes({ type: 'ref/resource', uri }, 'datasetId')).toBe(true)
})
