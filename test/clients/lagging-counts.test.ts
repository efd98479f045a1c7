import { expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { toJson } from '../support/clients/json.ts'
import { outcomeOf } from '../support/clients/outcome.ts'
import { type Connected, describeWays } from '../support/clients/use-client.ts'
import { connectBy, WAYS } from '../support/clients/ways.ts'
import { startWorld, type World } from '../support/clients/world.ts'
import { ACTOR_NAME, ID, WORLD_ROWS } from '../support/clients/world-data.ts'
import { makeFolder } from '../support/folder.ts'
import { followNext } from '../support/follow-next.ts'

const { dataset: datasetId, run: runId } = ID
const actorId = ACTOR_NAME
const COUNT = WORLD_ROWS.length
/** What a lagging API counts: nothing yet, some of the rows, or exactly one page. */
const COUNTED = [0, 5, 19, 20]
const ITEMS = ['GET /v2/datasets/:id/items', 'GET /v2/actor-runs/:id/dataset/items']

/** Makes Apify count fewer rows than it has. */
function lag(counted: number) {
  return ({ answer, fake }: World) => {
    for (const pattern of ITEMS)
      answer(pattern, (_, response) => {
        const { writeHead } = response
        Object.assign(response, {
          writeHead: (status: number, headers: object) =>
            writeHead.call(response, status, { ...headers, 'x-apify-pagination-total': counted }),
        })
        return 'pass'
      })
    const listed = fake.storages.datasets?.find(({ id }) => id === datasetId)
    if (listed) listed.itemCount = counted
  }
}

const page = z.looseObject({
  items: z.array(z.looseObject({ id: z.number().optional() })).optional(),
  text: z.string().optional(),
  count: z.number().optional(),
  total: z.number().optional(),
  next: z.looseObject({ offset: z.number() }).optional(),
})

/** Reads all pages of a call and returns them. A `total` that is below what was seen fails. */
function allPages({ outcome }: Connected, args: object, arrange: (world: World) => void) {
  return followNext(async (next) => {
    const sent = { tool: 'list_dataset_items', args: { ...args, ...next }, arrange }
    const { isError, text, structured } = await outcome(sent)
    expect(isError, text).toBe(false)
    const read = page.parse(structured)
    const { offset = 0 } = z.looseObject({ offset: z.number().optional() }).parse(next)
    if (read.total !== undefined)
      expect(read.total).toBeGreaterThanOrEqual(offset + (read.count ?? 0))
    return read
  })
}

const idsOf = (pages: z.output<typeof page>[]) =>
  pages.flatMap(({ items = [] }) => items.map(({ id }) => id))
const ALL_IDS = WORLD_ROWS.map(({ id }) => id)

describeWays(
  (connected, { transport }) => {
    const { outcome } = connected

    it.each(COUNTED)('a full page has a next page, though %i rows are counted', async (counted) => {
      for (const [tool, args] of [
        ['list_dataset_items', { datasetId, limit: 20 }],
        ['list_dataset_items', { runId, limit: 20 }],
        ['list_dataset_items', { datasetId, limit: 20, format: 'csv' }],
        ['list_dataset_items', { datasetId, limit: 20, format: 'jsonl' }],
        ['run_actor_sync', { actorId, limit: 20 }],
      ] as const) {
        const { structured } = await outcome({ tool, args, arrange: lag(counted) })
        const { next, total = COUNT } = page.parse(structured)
        expect(next, `${tool} ${toJson(args)}`).toEqual({ offset: 20 })
        expect(total).toBeGreaterThanOrEqual(20)
      }
    })

    it.each([
      { datasetId, limit: 7 },
      { runId, limit: 10 },
      { datasetId, limit: 7, clean: true },
      { datasetId, limit: 30 },
      { datasetId, limit: 7, fields: ['id'] },
    ])('every row comes once: %j', async (args) => {
      expect(idsOf(await allPages(connected, args, lag(5)))).toEqual(ALL_IDS)
    })

    it('every row comes once, the newest first', async () => {
      const pages = await allPages(connected, { datasetId, limit: 7, desc: true }, lag(5))
      expect(idsOf(pages)).toEqual(ALL_IDS.toReversed())
    })

    it('no row is skipped or comes twice among empty rows of clean pages', async () => {
      const gaps = WORLD_ROWS.flatMap((row, i) =>
        i % 3 === 0 ? [{}, row, { '#hidden': 1 }] : [row],
      )
      const arrange = (world: World) => {
        world.fake.datasets.set(datasetId, gaps)
        lag(5)(world)
      }
      const pages = await allPages(connected, { datasetId, limit: 4, clean: true }, arrange)
      const ids = idsOf(pages).filter((id) => id !== undefined)
      expect(ids).toEqual(ALL_IDS)
    })

    it.each(['csv', 'jsonl'])('every row of %s comes once', async (format) => {
      const pages = await allPages(connected, { datasetId, limit: 7, format }, lag(5))
      const text = pages.map((each) => each.text ?? '').join('\n')
      const urls = [...text.matchAll(/https:[^",\n]+/g)].map(([url]) => url)
      expect(urls).toEqual(WORLD_ROWS.map(({ url }) => url))
      expect(pages.map(({ count }) => count)).toEqual([7, 7, 7, 7, 2])
    })

    it('a dataset is described with no fewer rows than were read', async () => {
      const { structured } = await outcome({
        tool: 'get_dataset',
        args: { datasetId },
        arrange: lag(5),
      })
      expect(structured.sampledRows).toBe(COUNT)
      expect(Number(structured.itemCount ?? COUNT)).toBeGreaterThanOrEqual(COUNT)
    })

    it('an export has all rows', async () => {
      const args = { datasetId, fileName: 'rows.jsonl' }
      const { structured } = await outcome({ tool: 'export_items', args, arrange: lag(5) })
      if (transport === 'stdio') expect(structured.rows).toBe(COUNT)
    })

    it('a push whose answer is lost is found among the rows, and sent once', async () => {
      const args = { datasetId, items: [{ mine: 1 }] }
      const { text, structured, requests } = await outcome({
        tool: 'push_dataset_items',
        args,
        arrange: ({ answer, fake }) =>
          answer('POST /v2/datasets/:id/items', ({ body }, response) => {
            fake.datasets.get(datasetId)?.push(...JSON.parse(body.toString()))
            response.destroy()
            return undefined
          }),
      })
      expect(structured, text).toEqual({ datasetId, pushed: 1 })
      expect(requests.filter((request) => request.startsWith('POST'))).toHaveLength(1)
    })
  },
  async ({ transport }, _, onEnd) =>
    transport === 'stdio' ? { args: [`--download-dir=${await makeFolder('test-', onEnd)}`] } : {},
)

it('a push that is lost is not taken for stored because of an older equal row', async () => {
  const states = WAYS.map(async (way) => {
    const world = await startWorld()
    onTestFinished(() => world.fake.close())
    const client = await connectBy(way, { fake: world.fake })
    const call = { tool: 'push_dataset_items', args: { datasetId, items: [{ mine: 1 }] } }
    const arrange = (lagging: World) => {
      lagging.fake.datasets.get(datasetId)?.push({ mine: 1 })
      lag(COUNT)(lagging)
      lagging.answer('POST /v2/datasets/:id/items', (_, response) => {
        response.destroy()
        return undefined
      })
    }
    const { isError, text, requests } = await outcomeOf(client, world, { ...call, arrange })
    expect(isError, text).toBe(true)
    expect(text).toContain('it is unknown whether items[0]')
    expect(requests.filter((request) => request.startsWith('POST'))).toHaveLength(1)
  })
  await Promise.all(states)
})
