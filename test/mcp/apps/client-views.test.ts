import { describe, expect, it } from 'vitest'
import { declaresViews, viewAdder } from '../../../src/mcp/apps/client-views.ts'
import { SHOWS_VIEWS } from '../../support/view-pages.ts'

const ui = (settings: unknown) => ({ extensions: { 'io.modelcontextprotocol/ui': settings } })

describe('a client declares views', () => {
  it.each([
    [SHOWS_VIEWS],
    [ui({ mimeTypes: ['text/html', 'text/html;profile=mcp-app'], more: true })],
    [{ ...SHOWS_VIEWS, roots: {} }],
  ])('with %j', (capabilities) => {
    expect(declaresViews(capabilities)).toBe(true)
  })

  it.each([
    [undefined],
    [null],
    ['text/html;profile=mcp-app'],
    [[]],
    [{}],
    [{ extensions: null }],
    [{ extensions: { 'io.modelcontextprotocol/tasks': { mimeTypes: [] } } }],
    [{ experimental: ui({ mimeTypes: ['text/html;profile=mcp-app'] }).extensions }],
    [ui(null)],
    [ui({})],
    [ui({ mimeTypes: 'text/html;profile=mcp-app' })],
    [ui({ mimeTypes: [] })],
    [ui({ mimeTypes: ['text/html'] })],
    [ui({ mimeTypes: [['text/html;profile=mcp-app']] })],
  ])('not with %j', (capabilities) => {
    expect(declaresViews(capabilities)).toBe(false)
  })
})

describe('a tool with a view', () => {
  const resourceUri = 'ui://apify-agent-tools/run-000000000000.html'
  const ui = { ui: { resourceUri }, 'ui/resourceUri': resourceUri }
  const all = ['get_run', 'get_log', 'abort_run', 'list_dataset_items', 'run_actor']
  const addView = viewAdder(all.map((name) => ({ name })))

  it('names its address beside what else it says of itself', () => {
    expect(addView({ name: 'get_run' }, 'run', resourceUri)).toEqual({ name: 'get_run', _meta: ui })
    const paid = { name: 'get_run', _meta: { 'x402/price': 1 } }
    expect(addView(paid, 'run', resourceUri)).toEqual({
      name: 'get_run',
      _meta: { 'x402/price': 1, ...ui },
    })
  })

  it('names what its view would call and the list does not have', () => {
    const addToReading = viewAdder([{ name: 'get_run' }, { name: 'list_dataset_items' }])
    expect(addToReading({ name: 'get_run' }, 'run', resourceUri)._meta).toEqual({
      ...ui,
      'io.github.apify-agent-tools/absentTools': ['get_log', 'abort_run'],
    })
  })
})
