import { describe, expect, it } from 'vitest'
import { openWay, WAYS } from '../../support/four-ways.ts'
import { seed } from '../../support/seeded-server.ts'
import { SHOWS_VIEWS } from '../../support/view-pages.ts'

const COMMON = { ttlMs: 300_000, cacheScope: 'public' }
const NEVER = { ttlMs: 0, cacheScope: 'private' }
const YEAR = { ttlMs: 31_536_000_000, cacheScope: 'public' }

const modern = WAYS.filter(({ era }) => era === 'modern')

describe.each(modern)('over $transport, what may be kept', (way) => {
  it.each([
    [['--views=auto'], SHOWS_VIEWS, NEVER],
    [['--views=auto'], {}, NEVER],
    [['--views=auto', '--tools=whoami'], SHOWS_VIEWS, COMMON],
    [['--views=on'], {}, COMMON],
    [['--views=off'], SHOWS_VIEWS, COMMON],
    [['--no-structured'], SHOWS_VIEWS, COMMON],
  ])('of lists with %j for a client with %j', async (args, capabilities, hint) => {
    const ask = await openWay(way, await seed(), { args, capabilities })
    const hints = async (method: string) => {
      const { ttlMs, cacheScope } = Object((await ask(method, undefined)).result)
      return { ttlMs, cacheScope }
    }
    expect(await hints('tools/list')).toEqual(hint)
    if (!args.includes('--tools=whoami')) expect(await hints('resources/list')).toEqual(hint)
    expect(await hints('server/discover')).toEqual(COMMON)
  })

  it('of pages: for good under their own address, and not under an older one', async () => {
    const ask = await openWay(way, await seed(), { capabilities: SHOWS_VIEWS })
    const [{ uri }] = Object((await ask('resources/list', undefined)).result).resources
    const older = uri.replace(/-[0-9a-f]{12}/, '-0123456789ab')
    expect((await ask('resources/read', { uri })).result).toMatchObject(YEAR)
    expect((await ask('resources/read', { uri: older })).result).toMatchObject(NEVER)
    const data = { uri: 'apify://run/run1/log' }
    expect((await ask('resources/read', data)).result).toMatchObject(NEVER)
  })
})
