import { load } from 'cheerio'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startServer, type TestServer } from '../../support/mcp-client.ts'

const page = z.object({
  text: z.string(),
  offset: z.number(),
  next: z.object({ offset: z.number() }).optional(),
})

/** Rows with text that is special in some format: separators, quotes, markup, line ends, control characters. */
const ROWS = Array.from({ length: 40 }, (_, n) => ({
  n,
  text: ['a,b;"c"', '<b>&amp;</b> ]]>', 'two\nlines', 'tab\t\u0001\u2028', '=1+1', ''][n % 6],
  'name with space': { deep: [n, null] },
}))

/** The number of each row, read from a page by a parser of its format. */
const NUMBERS: Record<string, (text: string) => number[]> = {
  jsonl: (text) => lines(text).map((line) => z.object({ n: z.number() }).parse(JSON.parse(line)).n),
  csv: (text) => csvColumn(text, 'n').map(Number),
  xml: (text) => xmlNumbers(text, 'items', 'item'),
  html: (text) => {
    const $ = load(text)
    const cells = $('tr')
      .toArray()
      .map((row) =>
        $(row)
          .find('th, td')
          .toArray()
          .map((cell) => $(cell).text()),
      )
    const [head = [], ...rows] = cells
    return rows.map((row) => Number(row[head.indexOf('n')]))
  },
  rss: (text) => [...valid(text).matchAll(/<n>(\d+)<\/n>/g)].map((match) => Number(match[1])),
}

describe('rows as text, through the local platform', () => {
  let server: TestServer
  beforeEach(async () => {
    server = await startServer({ args: ['--max-result-tokens=600'] })
    const dataset = await server.call('create_storage', { type: 'dataset', name: 'rows' })
    expect(dataset.isError, dataset.text).toBe(false)
    const pushed = await server.call('push_dataset_items', { datasetId: '~rows', items: ROWS })
    expect(pushed.isError, pushed.text).toBe(false)
  })

  it.each(Object.keys(NUMBERS))(
    '%s pages are complete and return each row once',
    async (format) => {
      const numbers: number[] = []
      let pages = 0
      for (let offset: number | undefined = 0; offset !== undefined; pages++) {
        const args = { datasetId: '~rows', format, offset, limit: 1000 }
        const { structured, text, isError } = await server.call('list_dataset_items', args)
        expect(isError, text).toBe(false)
        const { text: body, next } = page.parse(structured)
        numbers.push(...(NUMBERS[format]?.(body) ?? []))
        offset = next?.offset
      }
      expect(numbers).toEqual(ROWS.map(({ n }) => n))
      expect(pages).toBeGreaterThan(1)
    },
  )

  it('attaches xlsx as a workbook', async () => {
    const args = { datasetId: '~rows', format: 'xlsx', limit: 10 }
    const { raw, structured } = await server.call('list_dataset_items', args)
    expect(structured).toMatchObject({ offset: 0, count: 10, total: 40, next: { offset: 10 } })
    const block = raw.content.find(({ type }) => type === 'resource')
    const blob = z.object({ resource: z.object({ blob: z.string() }) }).parse(block).resource.blob
    expect(Buffer.from(blob, 'base64').subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004')
  })

  it('rejects a workbook that is too large, and says how to get a smaller one', async () => {
    const wide = Array.from({ length: 300 }, (_, n) => ({ n, noise: noise(n) }))
    await server.call('push_dataset_items', { datasetId: '~rows', items: wide })
    const args = { datasetId: '~rows', format: 'xlsx', limit: 1000 }
    const { isError, text } = await server.call('list_dataset_items', args)
    expect(isError).toBe(true)
    expect(text).toMatch(/256 KiB.*`limit` and `fields`/)
  })
})

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '')
}

/** Text that compresses badly. */
function noise(seed: number): string {
  const parts = Array.from({ length: 400 }, (_, i) => Math.abs(Math.sin(seed * 7919 + i)))
  return parts.map((part) => part.toString(36).slice(2, 8)).join('')
}

function valid(xml: string): string {
  expect(XMLValidator.validate(xml)).toBe(true)
  return xml
}

function xmlNumbers(text: string, root: string, row: string): number[] {
  const schema = z.record(z.string(), z.record(z.string(), z.array(z.object({ n: z.number() }))))
  const parser = new XMLParser({ ignoreDeclaration: true, isArray: (name) => name === row })
  const document: unknown = parser.parse(valid(text))
  const rows = schema.parse(document)[root]?.[row] ?? []
  return rows.map(({ n }) => n)
}

/** A column of RFC 4180 text. */
function csvColumn(text: string, name: string): string[] {
  const records: string[][] = [[]]
  for (const [, quoted, bare = '', end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g,
  )) {
    records.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare)
    if (end !== ',') records.push([])
  }
  const [head = [], ...rows] = records.filter((cells) => cells.some((cell) => cell !== ''))
  return rows.map((cells) => cells[head.indexOf(name)] ?? '')
}
