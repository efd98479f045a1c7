import { describe, expect, it } from 'vitest'
import { declaresViews, withView } from '../../../src/mcp/apps/client-views.ts'
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

it('the address of a view is added to what else a tool says of itself', () => {
  const resourceUri = 'ui://apify-agent-tools/run-000000000000.html'
  const ui = { ui: { resourceUri }, 'ui/resourceUri': resourceUri }
  expect(withView({ name: 'get_run' }, resourceUri)).toEqual({ name: 'get_run', _meta: ui })
  const paid = { name: 'get_run', _meta: { 'x402/price': 1 } }
  expect(withView(paid, resourceUri)).toEqual({
    name: 'get_run',
    _meta: { 'x402/price': 1, ...ui },
  })
})
