import { beforeAll, describe, expect, it } from 'vitest'
import type { Tool } from '../../src/tool-call/tool.ts'
import { tools } from '../../tools/index.ts'
import { VALID_CALLS } from '../clients/valid-calls.ts'
import { outcomeOf } from '../support/clients/outcome.ts'
import { type Client, connectBy } from '../support/clients/ways.ts'
import { startWorld, type World } from '../support/clients/world.ts'
import { ACTOR_NAME, ACTOR_TOOL } from '../support/clients/world-data.ts'
import { largeIndex, startDocsSite } from '../support/docs-site.ts'
import { makeFolder, type OnEnd } from '../support/folder.ts'
import {
  API_DESCRIPTION,
  hasApiDescription,
  WITHOUT_DESCRIPTION,
} from '../support/local-platform/api-description.ts'
import { type JudgedRequest, startPrism } from '../support/prism.ts'
import { MODERN } from '../support/protocol-versions.ts'

/** Whether clients of MCP 2026-07-28 have a tool. The others read an Actor, as `get_actor` does, or nothing. */
const isListed = ({ needs }: Tool) => needs !== 'list-changes'
const UNLISTED = tools.filter((tool) => !isListed(tool)).map(({ name }) => name)

/** Tools that ask Apify nothing. */
const ELSEWHERE = ['search_docs', 'read_docs']

describe.skipIf(!hasApiDescription)(`what Apify is asked${WITHOUT_DESCRIPTION}`, () => {
  let world: World
  let client: Client
  let judged: JudgedRequest[]
  let api: string

  beforeAll(async () => {
    const ends: (() => Promise<void>)[] = []
    const onEnd: OnEnd = (end) => ends.unshift(end)
    world = await startWorld()
    onEnd(world.fake.close)
    const prism = await startPrism(API_DESCRIPTION, world.fake.url, onEnd)
    judged = prism.judged
    api = prism.url
    const docs = await startDocsSite(largeIndex(), onEnd)
    docs.set('/a.md', { body: '# A\n\nabc' })
    const folder = await makeFolder('test-', onEnd)
    const args = ['--tools=all', `--actor-tools=${ACTOR_NAME}`, `--docs=${docs.url}`]
    const way = { transport: 'stdio', version: MODERN } as const
    const fake = { token: world.fake.token, url: prism.url }
    client = await connectBy(way, { fake, args: [...args, `--download-dir=${folder}`], onEnd })
    await client.send(client.message('tools/list'))
    return async () => {
      for (const end of ends) await end()
    }
  })

  it('is asked by a call of each tool', () => {
    const called = new Set(VALID_CALLS.map(({ tool }) => tool))
    const names = [...tools.filter(isListed).map(({ name }) => name), ACTOR_TOOL]
    expect(names.filter((name) => !called.has(name))).toEqual([])
  })

  it.each(VALID_CALLS.filter(({ tool }) => !UNLISTED.includes(tool)))(
    'by $tool $args is what its description allows',
    async (call) => {
      judged.length = 0
      const { isError, text } = await outcomeOf(client, world, call)
      expect(isError, text).toBe(false)
      expect(judged.length > 0).toBe(!ELSEWHERE.includes(call.tool))
      // Prism does not pass on what it cannot read.
      expect(world.fake.requests).toHaveLength(judged.length)
      expect(judged.filter(({ violations }) => violations.length > 0)).toEqual([])
    },
  )

  it.each([
    ['GET', '/v2/datasets?limit=many', 'query.limit: Request query parameter limit must be number'],
    ['GET', '/v2/nothing', ': Selected route not found'],
    ['PATCH', '/v2/datasets', ': Selected route not found'],
    ['POST', '/v2/webhooks', "body: Request body must have required property 'condition'"],
  ])('would show that %s %s is not: %s', async (method, path, violation) => {
    judged.length = 0
    await fetch(`${api}${path}`, {
      method,
      headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
      ...(method === 'POST' && { body: '{}' }),
    })
    expect(judged[0]?.violations).toContain(violation)
  })
})
