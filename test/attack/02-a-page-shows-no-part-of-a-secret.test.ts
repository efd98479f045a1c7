import { describe, expect, it } from 'vitest'
import {
  around,
  BEFORE,
  expectHidden,
  OWN,
  SECRETS,
  type Secret,
  stepAt,
  wholeOf,
} from '../support/attack/hidden-parts.ts'
import { type AttackedServer, DOORS, openServer } from '../support/attack/open-server.ts'
import { startFakeApify } from '../support/fake-apify/apify.ts'
import { BUILD, seed } from '../support/seeded-server.ts'

type Fake = Awaited<ReturnType<typeof seed>>
type Call = AttackedServer['call']

const escaped = (text: string) =>
  Array.from(text, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')

function record(fake: Fake, key: string, body: string | Buffer, contentType: string): object {
  fake.records.set(`store1/${key}`, { body, contentType })
  return { storeId: 'store1', recordKey: key }
}

/** Ways to begin a page inside a text, each with the length of what goes before its text. */
const PAGES: Record<
  string,
  {
    quote?: number
    read: (fake: Fake, secret: Secret, call: Call) => (offset: number) => Promise<unknown>
  }
> = {
  'a text record': {
    read(fake, secret, call) {
      const args = record(fake, 'text', around(secret), 'text/plain')
      return (offset) => call('get_record', { ...args, offset })
    },
  },
  'a text record in UTF-16': {
    read(fake, secret, call) {
      const body = Buffer.from(around(secret), 'utf16le')
      const args = record(fake, 'wide', body, 'text/plain; charset=utf-16le')
      return (offset) => call('get_record', { ...args, offset })
    },
  },
  'JSON as text': {
    quote: 6,
    read(fake, secret, call) {
      const body = JSON.stringify({ a: around(secret) })
      const args = record(fake, 'json', body, 'application/json')
      return (offset) => call('get_record', { ...args, offset })
    },
  },
  'JSON in escapes as text': {
    quote: 6,
    read(fake, secret, call) {
      const body = `{"a":"${BEFORE}${escaped(wholeOf(secret))}"}`
      const args = record(fake, 'escaped', body, 'application/json')
      return (offset) => call('get_record', { ...args, offset })
    },
  },
  'a string at `path`': {
    read(fake, secret, call) {
      const body = JSON.stringify({ a: [around(secret)] })
      const args = record(fake, 'path', body, 'application/json')
      return (offset) => call('get_record', { ...args, path: 'a[0]', offset })
    },
  },
  'a string in escapes at `path`': {
    read(fake, secret, call) {
      const body = `{"a":"${BEFORE}${escaped(wholeOf(secret))}"}`
      const args = record(fake, 'escaped-path', body, 'application/json')
      return (offset) => call('get_record', { ...args, path: 'a', offset })
    },
  },
  'a long field': {
    read(fake, secret, call) {
      fake.datasets.set('long', [{ a: around(secret) }])
      const args = { datasetId: 'long', offset: 0, fields: ['a'] }
      return (charOffset) => call('list_dataset_items', { ...args, charOffset })
    },
  },
  'a field of a long field': {
    quote: 7,
    read(fake, secret, call) {
      fake.datasets.set('deep', [{ a: [{ b: around(secret) }] }])
      const args = { datasetId: 'deep', offset: 0, fields: ['a'] }
      return (charOffset) => call('list_dataset_items', { ...args, charOffset })
    },
  },
  'the readme of an Actor': {
    read(fake, secret, call) {
      fake.catalog.builds.set('alice~crawler', { ...BUILD, readme: around(secret) })
      const args = { actorId: 'alice/crawler', section: 'readme' }
      return (offset) => call('get_actor', { ...args, offset })
    },
  },
}

describe.each(DOORS)('$name', (door) => {
  it.each(SECRETS)(
    `02 a page that begins in $name shows none of it, over ${door.name}`,
    async (secret) => {
      const fake = await seed(await startFakeApify(wholeOf(OWN)))
      const { call } = await openServer(door, { fake })
      for (const [way, { quote = 0, read }] of Object.entries(PAGES)) {
        const page = read(fake, secret, call)
        expect(JSON.stringify(await page(0)), way).toContain('[redacted]')
        const first = BEFORE.length + quote - 3
        for (
          let offset = first;
          offset < first + wholeOf(secret).length + 6;
          offset += stepAt(door)
        )
          expectHidden(await page(offset), secret, `${way} from ${offset}`)
      }
    },
  )
})
