import { join } from 'node:path'
import { writeActor } from '../local-platform/actor-project.ts'

const PUSH = `
const { ACTOR_DEFAULT_DATASET_ID, ACTOR_DEFAULT_KEY_VALUE_STORE_ID, ACTOR_INPUT_KEY } = process.env
const input = JSON.parse(
  await call('GET', '/key-value-stores/' + ACTOR_DEFAULT_KEY_VALUE_STORE_ID + '/records/' + (ACTOR_INPUT_KEY ?? 'INPUT')),
)
const push = (rows) => call('POST', '/datasets/' + ACTOR_DEFAULT_DATASET_ID + '/items', JSON.stringify(rows))
const offer = (i) => ({
  url: 'https://shop.example.com/offers/' + i,
  title: 'Offer ' + i,
  price: ((i * 37) % 9000) / 100,
  inStock: i % 3 !== 0,
  foundAt: new Date(Date.UTC(2026, 0, 1 + (i % 28))).toISOString(),
})
`

/** Pushes all rows at once, with a log of every level. */
const OFFERS = `${PUSH}
console.log('INFO  Reading ' + input.startUrl)
console.log('DEBUG Page size 40, language ' + (input.language ?? 'en'))
for (let from = 0; from < input.maxItems; from += 40) {
  const count = Math.min(40, input.maxItems - from)
  await push(Array.from({ length: count }, (_, i) => offer(from + i)))
  console.log('INFO  Page ' + (from / 40 + 1) + ': ' + count + ' offers')
}
console.log('WARN  2 offers have no price')
console.error('ERROR Offer 17 could not be read: HTTP 503')
await say('Found ' + input.maxItems + ' offers')
`

/** Pushes a row and writes a line a few times each second, until it has them all or is aborted. */
const PRICES = `${PUSH}
console.log('INFO  Following ' + input.maxItems + ' prices')
for (let i = 0; i < input.maxItems; i++) {
  await push([offer(i)])
  console.log((i % 20 === 19 ? 'WARN  Retried ' : 'INFO  Read ') + 'https://shop.example.com/offers/' + i)
  if (i % 10 === 0) await say('Read ' + i + ' of ' + input.maxItems + ' prices')
  await new Promise((resolve) => setTimeout(resolve, input.pauseMs ?? 250))
}
`

/** Pushes some rows and fails. */
const BROKEN = `${PUSH}
console.log('INFO  Logging in')
await push([offer(0), offer(1)])
throw new Error('The login page has changed: no field "password".')
`

const field = (title: string, type: string, more: object) => ({
  title,
  type,
  description: `${title}.`,
  ...more,
})
const START_URL = field('Start URL', 'string', {
  editor: 'textfield',
  prefill: 'https://shop.example.com/',
})
const MAX_ITEMS = field('Maximum items', 'integer', { minimum: 1, maximum: 5000, default: 120 })
const LANGUAGE = field('Language', 'string', {
  editor: 'select',
  enum: ['en', 'de', 'pt'],
  enumTitles: ['English', 'German', 'Portuguese'],
  default: 'en',
})
const PAUSE = field('Pause', 'integer', { minimum: 0, unit: 'ms', default: 250 })

/** A field of every editor of the input schema. */
const EVERY_FIELD = {
  startUrls: field('Start URLs', 'array', {
    editor: 'requestListSources',
    prefill: [{ url: 'https://shop.example.com/', userData: { kind: 'shop' } }],
  }),
  keyword: field('Keyword', 'string', { editor: 'textfield' }),
  maxItems: { ...MAX_ITEMS, sectionCaption: 'Limits', sectionDescription: 'How far it goes.' },
  words: field('Words', 'array', { editor: 'stringList', default: ['tea'] }),
  notes: field('Notes', 'string', { editor: 'textarea', nullable: true }),
  since: field('Since', 'string', { editor: 'datepicker' }),
  language: { ...LANGUAGE, sectionCaption: 'More' },
  images: field('With images', 'boolean', { default: false }),
  kinds: field('Kinds', 'array', {
    editor: 'select',
    items: { type: 'string', enum: ['new', 'used'], enumTitles: ['New', 'Used'] },
  }),
  headers: field('Headers', 'array', { editor: 'keyValue' }),
  proxy: field('Proxy', 'object', { editor: 'proxy', prefill: { useApifyProxy: true } }),
  mapping: field('Mapping', 'object', { editor: 'json' }),
  login: field('Login', 'string', { editor: 'textfield', isSecret: true }),
  session: field('Session', 'string', { editor: 'hidden', default: 'a' }),
}

/** The Actors by their names, without `local/`. */
const ACTORS = {
  'offer-finder': {
    title: 'Offer Finder',
    description: 'Finds the offers of a shop.',
    script: OFFERS,
    properties: { startUrl: START_URL, maxItems: MAX_ITEMS, language: LANGUAGE },
    required: ['startUrl'],
  },
  'price-watcher': {
    title: 'Price Watcher',
    description: 'Follows prices, one after the other, which takes a while.',
    script: PRICES,
    properties: { maxItems: MAX_ITEMS, pauseMs: PAUSE },
    required: [],
  },
  'field-tester': {
    title: 'Field Tester',
    description: 'Has a field of every kind and reads nothing.',
    script: "console.log('INFO  Nothing to do')",
    properties: EVERY_FIELD,
    required: ['startUrls', 'keyword'],
  },
  'broken-scraper': {
    title: 'Broken Scraper',
    description: 'Fails, since a page has changed.',
    script: BROKEN,
    properties: {},
    required: [],
  },
}

/** Writes the Actors of the seeded platform. Returns their folders, for `--actors`. */
export async function writeActors(parent: string): Promise<string[]> {
  return Promise.all(
    Object.entries(ACTORS).map(async ([name, { title, description, script, ...schema }]) => {
      const folder = join(parent, name)
      const inputSchema = { title, type: 'object', schemaVersion: 1, ...schema }
      const actor = { actorSpecification: 1, name, title, description, version: '1.0' }
      await writeActor(folder, script, {
        '.actor/actor.json': { ...actor, input: './input_schema.json' },
        '.actor/input_schema.json': inputSchema,
      })
      return folder
    }),
  )
}
