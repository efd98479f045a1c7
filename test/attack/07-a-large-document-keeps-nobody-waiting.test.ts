import { expect, it } from 'vitest'
import { DOORS, openServer } from '../support/attack/open-server.ts'
import { manyKeys, pack, sendLarge } from '../support/large-json.ts'
import { seed } from '../support/seeded-server.ts'

const PACKED = pack(manyKeys(800_000))
const OTHER_TOKEN = 'apify_api_tokenOfSomebodyElse'

it.each(DOORS)(
  '07 four calls for 800,000 keys, and others are answered between, over $name',
  async (door) => {
    const fake = await seed()
    sendLarge(fake, 'keys', PACKED)
    fake.on('* *', ({ headers }) => {
      // Any token is one of a tenant.
      headers.authorization = `Bearer ${fake.token}`
      return 'pass'
    })
    const { call } = await openServer(door, { fake })
    let open = 4
    let others = 0
    const large = Array.from({ length: 4 }, async () => {
      const { structured } = await call('get_record', { storeId: 'store1', recordKey: 'keys' })
      open--
      return structured.note
    })
    const ask = async (): Promise<void> => {
      const { isError, text } = await call('whoami', {}, OTHER_TOKEN)
      expect(isError, text).toBe(false)
      others++
      if (open > 0) await ask()
    }
    await ask()
    for (const note of await Promise.all(large)) expect(note).toContain('truncated')
    // Calls one after the other: each was answered while large documents were still being read.
    expect(others).toBeGreaterThan(8)
  },
)

const keys = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`key${i}`, i % 10]))
const listOf = <T>(count: number, one: T) => Array.from({ length: count }, () => one)

/** Messages of 4 MB, and what the refusal of each says. */
const MESSAGES: [name: string, method: string, params: object, refusal: RegExp][] = [
  ['one object of many keys', ...put(keys(250_000)), /more than 10000 keys/],
  ['rows that share no key', ...push(rowsOf(140_000)), /more than 10000 keys/],
  ['JSON of many keys as text', ...put(JSON.stringify(keys(220_000))), /more than 10000 keys/],
  ['many keys as metadata', 'tools/call', { name: 'whoami', _meta: keys(250_000) }, /more than/],
  [
    'many unknown arguments',
    'tools/call',
    { name: 'whoami', arguments: keys(250_000) },
    /more than/,
  ],
  ['rows that are none', ...push(listOf(600_000, null)), /must be a JSON object/],
]

function put(json: unknown): [string, object] {
  return ['tools/call', { name: 'put_record', arguments: { storeId: 's', recordKey: 'k', json } }]
}

function push(items: unknown[]): [string, object] {
  return ['tools/call', { name: 'push_dataset_items', arguments: { datasetId: 'data1', items } }]
}

function rowsOf(count: number): object[] {
  return Array.from({ length: count }, (_, i) => ({ [`a${i}`]: 0, [`b${i}`]: 0 }))
}

it.each(DOORS)('07 a message that takes long to build is refused, over $name', async (door) => {
  const { ask } = await openServer(door, { fake: await seed() })
  for (const [name, method, params, refusal] of MESSAGES)
    expect(JSON.stringify(await ask(method, params)), name).toMatch(refusal)
})

it.each(DOORS)('07 4 MB of ordinary rows are stored, over $name', async (door) => {
  const fake = await seed()
  const { call } = await openServer(door, { fake })
  const items = Array.from({ length: 90_000 }, (_, id) => ({ id, price: 9.5, ok: true, name: 'a' }))
  const { isError, text } = await call('push_dataset_items', { datasetId: 'data1', items })
  expect(isError, text).toBe(false)
})

it.each(DOORS)('07 an answer of another form is refused once, over $name', async (door) => {
  const fake = await seed()
  const { call } = await openServer(door, { fake })
  for (const items of [keys(90_000), listOf(400_000, 0), keys(5000)]) {
    const body = JSON.stringify({ data: { total: 1, items } })
    fake.on('GET /v2/actor-runs', (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(body)
      return undefined
    })
    const before = fake.sent('GET /v2/actor-runs').length
    const answers = await Promise.all(listOf(8, {}).map((args) => call('list_runs', args)))
    for (const { isError } of answers) expect(isError).toBe(true)
    expect(fake.sent('GET /v2/actor-runs').length - before).toBe(8)
  }
})
