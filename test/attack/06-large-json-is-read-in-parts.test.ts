import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { DOORS, openServer } from '../support/attack/open-server.ts'
import { BOMBS, crawledRows, pack, sendLarge } from '../support/large-json.ts'
import { MODERN } from '../support/protocol-versions.ts'
import { seed } from '../support/seeded-server.ts'

/** The heap of a server in a small container, in megabytes. */
const HEAP_MB = 576
const BUDGET_CHARS = 8000 * 16
const PACKED = Object.values(BOMBS).map((build) => pack(build()))
const ROWS = pack(crawledRows(60_000))
const KEYS = PACKED.map((_, i) => `bomb${i}`)

async function seedBombs() {
  const fake = await seed()
  PACKED.forEach((packed, i) => {
    sendLarge(fake, `bomb${i}`, packed)
  })
  sendLarge(fake, 'rows', ROWS)
  return fake
}

const record = (recordKey: string, more: object = {}) => ({ storeId: 'store1', recordKey, ...more })

describe.each(DOORS)('$name', (door) => {
  it(`06 JSON that expands to far more memory is shown in part, over ${door.name}`, async () => {
    const { call } = await openServer(door, { fake: await seedBombs(), heapMb: HEAP_MB })
    for (const key of KEYS) {
      const asRecord = await call('get_record', record(key))
      expect(asRecord.isError, asRecord.text).toBe(false)
      expect(asRecord.text).toMatch(/\[\+\d+ (?:items|fields|chars)\]|nested deeper/)
      expect(asRecord.text.length).toBeLessThan(BUDGET_CHARS)
      const asRow = await call('list_dataset_items', { datasetId: key })
      expect(asRow.isError, asRow.text).toBe(false)
      expect(asRow.structured.count).toBe(1)
      expect(asRow.text).toMatch(/truncated|nested deeper/)
      const asText = await call('list_dataset_items', { datasetId: key, format: 'jsonl' })
      expect(asText.isError).toBe(true)
      expect(asText.text).toContain('fields')
    }
    expect((await call('whoami')).isError).toBe(false)
  })
})

// The revisions differ in their messages only.
describe.each(DOORS.filter(({ version }) => version === MODERN))('$name', (door) => {
  it(`06 several of them at a time take no more than their share, over ${door.name}`, async () => {
    const { call } = await openServer(door, { fake: await seedBombs(), heapMb: HEAP_MB })
    const calls = KEYS.flatMap((key) => [
      call('get_record', record(key)),
      call('list_dataset_items', { datasetId: key }),
    ])
    for (const { text } of await Promise.all(calls)) expect(text.length).toBeLessThan(BUDGET_CHARS)
    expect((await call('whoami')).isError).toBe(false)
  })

  it(`06 a download ends where its value ends, over ${door.name}`, async () => {
    const fake = await seed()
    let closed: Promise<unknown> | undefined
    fake.on('GET /v2/key-value-stores/store1/records/endless', (_, response) => {
      closed = once(response, 'close')
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 50_000_000 })
      response.write('{"rows":[{"text":"found"},')
      return undefined
    })
    const { call } = await openServer(door, { fake })
    const { structured } = await call('get_record', record('endless', { path: 'rows[0].text' }))
    expect(structured.text ?? structured.value).toBe('found')
    await closed
  })

  it(`06 a part of a large record is found at its path, over ${door.name}`, async () => {
    const { call } = await openServer(door, { fake: await seedBombs(), heapMb: HEAP_MB })
    for (const n of [50, 59_999]) {
      const { structured } = await call('get_record', record('rows', { path: `[${n}]` }))
      expect(structured.value).toMatchObject({ n, url: `https://example.com/${n}` })
    }
    const missing = await call('get_record', record('rows', { path: '[60000].url' }))
    expect(missing.text).toContain('an array of 60000 entries')
    const field = { datasetId: 'rows', fields: ['it'], charOffset: 15_000_000 }
    const page = await call('list_dataset_items', field)
    expect(page.structured.text).toContain('lorem ipsum')
    expect(page.structured.next).toBeDefined()
  })
})
