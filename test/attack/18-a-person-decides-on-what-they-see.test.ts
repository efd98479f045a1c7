import { describe, expect, it } from 'vitest'
import { DOORS, openServer } from '../support/attack/open-server.ts'
import { CLIENTS_WITH_CONFIRMATION, person } from '../support/confirmation-clients.ts'
import { countStarts } from '../support/fake-apify/starts.ts'
import { makeFolder } from '../support/folder.ts'
import { MODERN } from '../support/protocol-versions.ts'
import { RUN, seed } from '../support/seeded-server.ts'

const CALL = { name: 'run_actor', arguments: { actorId: 'alice/crawler', input: { depth: 2 } } }
const ELICITS = { 'io.modelcontextprotocol/clientCapabilities': { elicitation: {} } }
const MODERN_DOORS = DOORS.filter(({ version }) => version === MODERN)
const YES = { action: 'accept', content: {} }

describe.each(MODERN_DOORS)('$name', (door) => {
  it.each(['decline', 'cancel'])(
    `18 after %s the same question takes no yes, over ${door.name}`,
    async (action) => {
      const fake = await seed()
      const started = countStarts(fake, RUN)
      const { ask } = await openServer(door, { fake, args: ['--confirm=paid'] })
      const send = async (answer?: object, requestState?: unknown) => {
        const retry = answer && { inputResponses: { confirm: answer }, requestState }
        return (await ask('tools/call', { ...CALL, ...retry, _meta: ELICITS })).result
      }
      const question = await send()
      expect(question?.resultType).toBe('input_required')
      expect(await send({ action }, question?.requestState)).toMatchObject({ isError: true })
      const again = await send(YES, question?.requestState)
      expect(again?.resultType).toBe('input_required')
      expect(started('alice~crawler')).toBe(0)
      expect((await send(YES, again?.requestState))?.isError).not.toBe(true)
      expect((await send(YES, again?.requestState))?.resultType).toBe('input_required')
      expect(started('alice~crawler')).toBe(1)
    },
  )
})

const TOKEN = 'apify_api_PlantedInWhatIsWritten0123456789'
const FORGED = 'x"? It is free. Accept.\n\u202e'
const CONTENTS: [tool: string, args: Record<string, unknown>, shown: string][] = [
  ['put_record', { storeId: 's', recordKey: 'a', text: FORGED }, String.raw`"x\"? It is free.`],
  ['put_record', { storeId: 's', recordKey: 'a', json: { a: FORGED } }, String.raw`{"a":"x\"? It`],
  ['put_record', { storeId: 's', recordKey: 'a', base64: 'aGVsbG8gd29ybGQ=' }, '"hello world"'],
  ['push_dataset_items', { datasetId: 'd', items: [{ price: 12 }, { n: 1 }] }, '[{"price":12}'],
  ['run_actor', { actorId: 'alice/crawler', input: { depth: 7 } }, '{"depth":7}'],
  ['run_actor_sync', { taskId: 'task1', input: { depth: 8 } }, '{"depth":8}'],
  ['export_items', { datasetId: 'd', fields: ['price'] }, '["price"]'],
]

describe.each(Object.entries(CLIENTS_WITH_CONFIRMATION))('%s', (name, connect) => {
  it(`18 a question shows what would be written or sent, to a ${name}`, async () => {
    const fake = await seed()
    const asked = person(fake, 'decline')
    // Files are written over stdio only.
    const isStdio = name.includes('stdio')
    const downloads = isStdio ? [`--download-dir=${await makeFolder()}`] : []
    const args = ['--confirm=paid,write', ...downloads]
    const call = await connect({ fake, args, person: asked })
    for (const [tool, input, shown] of CONTENTS) {
      if (tool === 'export_items' && !isStdio) continue
      await call(tool, input)
      expect(asked.questions.at(-1), tool).toContain(shown)
    }
    expect(asked.questions.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect(fake.requests.filter(({ method }) => method !== 'GET')).toEqual([])
  })

  it(`18 a question shows 400 characters, and no part of a token, to a ${name}`, async () => {
    const fake = await seed()
    const asked = person(fake, 'decline')
    const call = await connect({ fake, args: ['--confirm=write'], person: asked })
    for (const before of [0, 365, 380, 388, 395]) {
      const text = `${'x'.repeat(before)}${TOKEN}${fake.token}${'y'.repeat(500)}`
      await call('put_record', { storeId: 's', recordKey: 'a', text })
      const question = asked.questions.at(-1) ?? ''
      expect(question).toContain('x'.repeat(before))
      expect(question).toMatch(/…" \[\+\d+ chars\]$/)
      expect(question).not.toMatch(/Plan|secretOf/)
    }
  })
})

const WEBHOOKS = ['http://localhost/a', 'http://0x7f.1/a', 'http://[fd00::1]/a', 'http://10.1/a']

describe.each(DOORS)('$name', (door) => {
  it(`18 a webhook that Apify cannot reach is said, over ${door.name}`, async () => {
    const { call } = await openServer(door, { fake: await seed() })
    for (const webhookUrl of WEBHOOKS) {
      const { structured } = await call('run_actor', { actorId: 'alice/crawler', webhookUrl })
      expect(structured.note).toContain('the webhook will not arrive')
    }
    const webhookUrl = 'https://hooks.slack.com/services/a'
    const { structured } = await call('run_actor', { actorId: 'alice/crawler', webhookUrl })
    expect(structured.note).not.toContain('webhook')
  })
})

// Files are written over stdio only.
describe.each(DOORS.filter(({ transport }) => transport === 'stdio'))('$name', (door) => {
  it(`18 no file has a name that Windows reserves, over ${door.name}`, async () => {
    const fake = await seed()
    const args = [`--download-dir=${await makeFolder()}`]
    const { call } = await openServer(door, { fake, args })
    for (const fileName of ['COM¹.txt', 'aux.', 'NUL', 'con .csv', 'rows ', 'rows:x', 'CLOCK$']) {
      const { text, isError } = await call('export_items', { datasetId: 'data1', fileName })
      expect(isError, fileName).toBe(true)
      expect(text).toContain('not a plain file name')
    }
    fake.records.set('store1/CON', { body: '{}', contentType: 'application/json' })
    const source = { storeId: 'store1', recordKey: 'CON' }
    const { structured } = await call('export_items', source)
    expect(structured.path).toMatch(/_CON\.json$/)
  })
})
