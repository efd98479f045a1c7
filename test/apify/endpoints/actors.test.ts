import { describe, expect, it } from 'vitest'
import { cannedApify } from '../../support/canned-apify.ts'
import { PLANTED } from '../../support/redactor.ts'

const SHOWN = 'apify_api_[redacted]'
const ESCAPED = `{"a":"\\u0061${PLANTED.slice(1)}"}`

describe('an Actor with a secret in JSON that is a text', () => {
  it('is read without it', async () => {
    const apify = cannedApify({
      'GET /v2/actors/a': { json: { data: { id: 'a', exampleRunInput: { body: ESCAPED } } } },
      'GET /v2/actors/a/builds/default': { json: { data: { id: 'b', inputSchema: ESCAPED } } },
    })
    const actor = await apify.getActor('a')
    expect(actor.exampleRunInput?.body).toBe(`{"a":"${SHOWN}"}`)
    expect((await apify.findDefaultBuild('a'))?.inputSchema).toBe(`{"a":"${SHOWN}"}`)
    expect(await apify.findDefaultBuild('none')).toBeUndefined()
  })
})

describe('a search of the Store', () => {
  const items = [
    { name: 'plain', title: 'No secret' },
    { name: 'leaky', title: 'Maps', readme: PLANTED, description: `Uses ${PLANTED}` },
  ]
  const search = (query: string) =>
    cannedApify({ 'GET /v2/store': { json: { data: { total: 2, items } } } }).searchStore({
      search: query,
      limit: 10,
      offset: 0,
    })

  it('finds an Actor by what is shown of it', async () => {
    const page = await search('MAPS uses')
    expect(page).toMatchObject({ total: 2, hidden: 0 })
    expect(page.items[1]).toMatchObject({ name: 'leaky', description: `Uses ${SHOWN}` })
  })

  it.each(['Planted', `maps ${PLANTED.slice(0, 14)}`, PLANTED])(
    'finds none by %s',
    async (query) => {
      const page = await search(query)
      expect(page.items.map(({ name }) => name)).toEqual(['plain'])
      expect(page.hidden).toBe(1)
    },
  )
})
