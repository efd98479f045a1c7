import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { describe, expect, it } from 'vitest'
import { DOORS, openServer } from '../support/attack/open-server.ts'
import { seed } from '../support/seeded-server.ts'

/** The budget that a server has if its operator sets none. */
const BUDGET = 8000
/** An error quotes 200 characters of a text and names ten keys; the rest of it is ours. */
const MAX_ERROR_CHARS = 4000
/** Headers of HTTP repeat a name, so it has letters only, and 16 kB of them at most. */
const NAME = Array.from({ length: 3000 }, (_, i) => `q${(i * 7919) % 97}`).join('')
/** A script of which each character takes several tokens. */
const RARE = 'ሰላምታ👩‍👩‍👧‍👦'.repeat(20_000)
const STORE = { type: 'ref/resource', uri: 'apify://store/{storeId}/{recordKey}' }

const keys = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [RARE.slice(0, 60) + i, 1]))
const call = (name: string, args: object) => ({ name, arguments: args })

const REQUESTS: [what: string, method: string, params: object][] = [
  ['a long method', NAME, {}],
  ['a long name of a tool', 'tools/call', call(NAME, {})],
  ['a long unknown argument', 'tools/call', call('get_run', { [RARE]: 1 })],
  ['400 unknown arguments in a rare script', 'tools/call', call('get_run', keys(400))],
  [
    '400 unknown arguments of a nested kind',
    'tools/call',
    call('put_record', { value: keys(400) }),
  ],
  ['a long id', 'tools/call', call('get_run', { runId: RARE })],
  ['a long URI of a template', 'resources/read', { uri: `apify://run/run1/log?${NAME}` }],
  ['a long unknown URI', 'resources/read', { uri: `apify://${NAME}` }],
  ['a long name of a prompt', 'prompts/get', { name: NAME }],
  ['a long value to complete', 'completion/complete', completion('storeId', RARE)],
  ['a long name to complete', 'completion/complete', completion(RARE, '')],
]

function completion(name: string, value: string) {
  return { ref: STORE, argument: { name, value } }
}

describe.each(DOORS)('$name', (door) => {
  it(`05 what is long is repeated in part, over ${door.name}`, async () => {
    const { ask } = await openServer(door, { fake: await seed() })
    for (const [what, method, params] of REQUESTS) {
      const answer = JSON.stringify(await ask(method, params))
      expect(answer.length, `${what}: ${answer.slice(0, 300)}`).toBeLessThan(MAX_ERROR_CHARS)
      expect(countTokens(answer), what).toBeLessThanOrEqual(BUDGET)
    }
  })

  it(`05 an error names ten of 400 keys, over ${door.name}`, async () => {
    const { call } = await openServer(door, { fake: await seed() })
    const args = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`key_${i}_`, 1]))
    const { text, isError } = await call('get_run', args)
    expect(isError).toBe(true)
    expect(text.match(/key_\d+_/g)?.length).toBeLessThanOrEqual(10)
    expect(text).toContain('390 more')
  })

  it(`05 a prompt with a long argument fits the budget, over ${door.name}`, async () => {
    const { ask } = await openServer(door, { fake: await seed() })
    const params = { name: 'debug_run', arguments: { runId: RARE } }
    const text = JSON.stringify((await ask('prompts/get', params)).result)
    expect(countTokens(text)).toBeLessThanOrEqual(BUDGET)
    expect(text).toContain('Do not start a new run')
  })

  it(`05 completions of long keys fit the budget, over ${door.name}`, async () => {
    const fake = await seed()
    for (let i = 0; i < 100; i++)
      fake.records.set(`store1/${String(i).padStart(3, '0')}${'Zq7x'.repeat(63)}`, {
        body: '1',
        contentType: 'application/json',
      })
    const { ask } = await openServer(door, { fake })
    const asked = { ...completion('recordKey', ''), context: { arguments: { storeId: 'store1' } } }
    const { result } = await ask('completion/complete', asked)
    expect(result?.completion).toMatchObject({ hasMore: true })
    expect(countTokens(JSON.stringify(result))).toBeLessThanOrEqual(BUDGET)
  })

  it(`05 a progress note of 600 kB is one short line, over ${door.name}`, async () => {
    const fake = await seed()
    fake.setRun({ ...RUNNING, statusMessage: 'n'.repeat(600_000) })
    const { ask, written } = await openServer(door, { fake })
    const params = { name: 'get_run', arguments: { runId: 'run1', waitSecs: 2 } }
    await ask('tools/call', { ...params, _meta: { progressToken: 'p' } })
    const notes = written().match(/"message":"[^"]*/g) ?? []
    expect(notes.length).toBeGreaterThan(0)
    for (const note of notes) expect(note.length).toBeLessThan(500)
  })
})

const RUNNING = {
  id: 'run1',
  actId: 'alice~crawler',
  status: 'RUNNING',
  startedAt: '2026-01-02T03:04:05.000Z',
  defaultDatasetId: 'data1',
  defaultKeyValueStoreId: 'store1',
  defaultRequestQueueId: 'queue1',
  buildId: 'build1',
}
