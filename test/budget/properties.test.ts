import fc from 'fast-check'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { type CheckedServer, checkedServers, eachPage } from '../support/checked-server.ts'
import { EXTREME_VALUES, row, text, value } from '../support/hostile-values.ts'
import { propertyRuns } from '../support/property-runs.ts'
import { pruned } from '../support/pruned.ts'

const CASES = 12

const page = z.object({
  items: z.array(z.unknown()),
  offset: z.number(),
  count: z.number(),
  note: z.string().optional(),
})

/** Pages through a dataset and sees each row once, in order, whole where no note says otherwise. */
async function readAll(
  server: CheckedServer,
  rows: readonly unknown[],
  args: object,
): Promise<void> {
  let seen = 0
  await eachPage(server, ['list_dataset_items', { datasetId: 'data1', ...args }], (given) => {
    const { items, offset, count, note } = page.parse(given)
    expect(offset).toBe(seen)
    expect(items).toHaveLength(count)
    if (!note?.includes('truncated')) {
      const expected = rows.slice(offset, offset + count).map(pruned)
      expect(JSON.stringify(items)).toBe(JSON.stringify(expected))
    }
    seen += count
  })
  expect(seen).toBe(rows.length)
}

it('any rows fit any budget, and paging yields each row once and in order', async () => {
  const { fake, servers } = await checkedServers()
  const cases = fc.asyncProperty(
    fc.array(row, { maxLength: 25 }),
    fc.constantFrom(...servers),
    fc.integer({ min: 1, max: 30 }),
    async (rows, server, limit) => {
      fake.datasets.set('data1', rows)
      await readAll(server, rows, { limit })
      await server.call('run_actor_sync', { actorId: 'alice/crawler', limit })
      await server.call('get_dataset', { datasetId: 'data1' })
    },
  )
  await fc.assert(cases, propertyRuns(CASES))
})

it.each(Object.keys(EXTREME_VALUES))(
  '%s fits as a row, a record, an output and an input',
  async (name) => {
    const { fake, servers } = await checkedServers()
    const monster = EXTREME_VALUES[name]
    const rows = [{ n: 0 }, { n: 1, monster }, { n: 2 }]
    fake.datasets.set('data1', rows)
    const body = JSON.stringify({ monster })
    fake.records.set('store1/OUTPUT', { body, contentType: 'application/json' })
    for (const server of servers) {
      await readAll(server, rows, {})
      await server.call('run_actor_sync', { actorId: 'alice/crawler' })
      await server.call('get_dataset', { datasetId: 'data1' })
      const record = { storeId: 'store1', recordKey: 'OUTPUT' }
      await server.call('get_record', record)
      await server.call('get_record', { ...record, path: 'monster' })
    }
  },
)

it('every character of any text is returned once: as a record, and as a field of a row', async () => {
  const { fake, servers } = await checkedServers()
  const target = { storeId: 'store1', recordKey: 'page' }
  const cases = fc.asyncProperty(
    fc.array(text, { minLength: 1, maxLength: 12 }),
    fc.constantFrom(...servers),
    async (parts, server) => {
      const whole = parts.join('\n').repeat(Math.ceil(server.budget / 1000))
      const read = async (tool: string, args: Record<string, unknown>) => {
        let joined = ''
        await eachPage(server, [tool, args], (given) => {
          joined += String(given.text)
        })
        return joined
      }
      const contentType = 'text/plain; charset=utf-8'
      fake.records.set('store1/page', { body: whole, contentType })
      expect(await read('get_record', target)).toBe(Buffer.from(whole).toString())
      fake.datasets.set('data1', [{}, { n: 1, html: whole }])
      const field = { datasetId: 'data1', offset: 1, fields: ['html'], charOffset: 0 }
      expect(await read('list_dataset_items', field)).toBe(whole)
    },
  )
  await fc.assert(cases, propertyRuns(CASES))
})

it('any record fits, with and without a path', async () => {
  const { fake, servers } = await checkedServers()
  const cases = fc.asyncProperty(value, fc.constantFrom(...servers), async (given, server) => {
    const target = { storeId: 'store1', recordKey: 'OUTPUT' }
    const body = JSON.stringify({ given })
    fake.records.set('store1/OUTPUT', { body, contentType: 'application/json' })
    const { value: shown, note } = await server.call('get_record', target)
    if (note === undefined) expect(JSON.stringify(shown)).toBe(body)
    await server.call('get_record', { ...target, path: 'given' })
    await eachPage(server, ['get_record', { ...target, offset: 0 }], () => {})
    await server.call('run_actor_sync', { actorId: 'alice/crawler' })
  })
  await fc.assert(cases, propertyRuns(CASES))
})

it('any log fits, and paging yields each line once and in order', async () => {
  const { fake, servers } = await checkedServers()
  const cases = fc.asyncProperty(
    fc.array(text, { minLength: 1, maxLength: 200 }),
    fc.constantFrom(...servers),
    fc.integer({ min: 1, max: 90 }),
    async (texts, server, lines) => {
      const log = texts.map((line, i) => `${i}: ${line.replace(/[\n\r]/g, ' ')}`)
      fake.logs.set('run1', log.join('\n'))
      fake.setRun({ id: 'run1', status: 'SUCCEEDED', statusMessage: texts.join(' ') })
      await server.call('get_run', { runId: 'run1' })
      const pages: string[][] = []
      await eachPage(server, ['get_log', { runId: 'run1', lines }], (given) => {
        pages.push(z.array(z.string()).parse(given.lines))
      })
      const numbers = pages.toReversed().flatMap((shown) => shown.map((line) => parseInt(line, 10)))
      expect(numbers).toEqual(log.map((_, i) => i))
      await eachPage(server, ['get_log', { runId: 'run1', lines, search: 'e' }], () => {})
    },
  )
  await fc.assert(cases, propertyRuns(CASES))
})

it('a dataset of a million rows is read from its start, its middle and its end', async () => {
  const { fake, servers } = await checkedServers()
  const total = 1_000_000
  const id = (n: number) => `9007199254740${String(n).padStart(7, '0')}`
  fake.on('GET /v2/datasets/million/items', ({ query }, response) => {
    const [from, limit] = [Number(query.offset), Number(query.limit)]
    const rows = Array.from({ length: Math.max(0, Math.min(limit, total - from)) }, (_, i) => {
      return `{"n":${from + i},"id":${id(from + i)},"__proto__":{"x":1}}\n`
    })
    response.writeHead(200, { 'x-apify-pagination-total': total }).end(rows.join(''))
    return undefined
  })
  for (const server of servers) {
    for (const offset of [0, 499_990, total - 3]) {
      const args = { datasetId: 'million', offset, limit: 1000 }
      const { items, count } = page.parse(await server.call('list_dataset_items', args))
      expect(items[0]).toEqual(
        JSON.parse(`{"n":${offset},"id":"${id(offset)}","__proto__":{"x":1}}`),
      )
      expect(count).toBeGreaterThanOrEqual(Math.min(3, total - offset))
    }
  }
})
